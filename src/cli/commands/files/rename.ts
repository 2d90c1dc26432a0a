import type { Entry } from '../../../contract/entry.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { baseName, childPath, formatLocation, type Location, parentPath } from '../../../contract/location.ts'
import { nameProblems } from '../../../lib/renaming/name-problems.ts'
import { newNames, plainRule, type RenameRule } from '../../../lib/renaming/rename-rule.ts'
import type { Command, CommandContext } from '../../command.ts'
import type { Session } from '../../compose.ts'
import { exitCodes } from '../../exit-codes.ts'
import { countOf } from '../../output/format.ts'
import { runTransfer } from '../../transfers/run-transfer.ts'
import { UsageError } from '../../usage-error.ts'

interface Named {
  readonly location: Location
  readonly entry: Entry
}
interface Change extends Named {
  readonly to: string
  readonly problem: keyof typeof problems | undefined
}

const problems = {
  twice: 'another item would get this name, too',
  taken: 'the name exists',
  invalid: 'this is not a valid name',
  long: 'this is too long for the mount',
  windows: 'Windows does not allow this name',
} as const

export const renameCommand: Command = {
  name: 'rename',
  usage: 'LOC… [--find TEXT] --replace TEXT [--regex] [--dry-run]',
  about: [
    'Renames files and folders within their folder, in the given order.',
    '--replace replaces the text of --find, or the whole name without --find.',
    '--replace can contain {name}, {ext}, {parent}, a counter {n} or {n:03}, the modification date {date:yyyy-MM-dd}, and $1 for a group of a regular expression.',
    'If one of the new names can’t be used, nothing is renamed.',
    'Names can be swapped.',
  ].join(' '),
  examples: [
    ["portolan rename shots/*.jpg --find IMG_ --replace 'harbour '", 'replace text in names'],
    ["portolan rename shots/*.jpg --replace 'harbour {date:yyyy-MM-dd} {n:03}' --dry-run", 'only show the new names'],
    [
      String.raw`portolan rename a.txt b.txt --regex --find '^(.)' --replace 'x$1'`,
      'replace by a regular expression with a group',
    ],
  ],
  options: {
    find: { type: 'string', value: 'TEXT', help: 'the text to replace; default: the whole name' },
    replace: { type: 'string', value: 'TEXT', help: 'the new text' },
    regex: { type: 'boolean', help: 'TEXT of --find is a regular expression' },
    'ignore-case': { type: 'boolean', short: 'i', help: 'ignore case' },
    part: {
      type: 'string',
      value: 'PART',
      choices: ['name', 'ext', 'both'],
      help: 'what to change: name (default), ext or both',
    },
    letters: { type: 'string', value: 'HOW', choices: ['lower', 'upper', 'title'], help: 'lower, upper or title' },
    clean: { type: 'boolean', help: 'replace characters that some systems do not allow' },
    start: { type: 'string', value: 'N', help: 'start of the counter; default 1' },
    step: { type: 'string', value: 'N', help: 'step of the counter; default 1' },
    'dry-run': { type: 'boolean', help: 'only show what would be done' },
    report: { type: 'string', value: 'FILE', help: 'save the result of each file, as JSON or CSV' },
  },
  takes: { min: 1, max: Number.POSITIVE_INFINITY, what: 'a location' },
  async run(context) {
    const rule = ruleOf(context)
    const session = await context.connect()
    const named = await namedOf(context, session)
    const changes = await changesOf(named, rule, context, session)
    const bad = changes.filter(({ problem }) => problem !== undefined)
    const isDry = context.has('dry-run')
    for (const change of isDry ? changes : bad) await tell(change, context)
    if (bad.length > 0) {
      await context.output.note(`${countOf(bad.length, 'name')} can’t be used. Nothing was renamed.`)
      return exitCodes.someFailed
    }
    if (isDry || changes.length === 0) {
      await context.output.note(isDry ? `${countOf(changes.length, 'name')} would change.` : 'No name changes.')
      return exitCodes.done
    }
    const sources = changes.map(({ location, to }) => ({ location, as: to }))
    return runTransfer({ verb: 'rename', sources }, context, { done: 'renamed' })
  },
}

function ruleOf({ has, valueOf }: CommandContext): RenameRule {
  const hasRule = ['replace', 'letters'].some((option) => valueOf(option) !== undefined) || has('clean')
  if (!hasRule) throw new UsageError('The new names are missing.', 'Give --replace, --letters or --clean.')
  return {
    ...plainRule,
    find: valueOf('find') ?? '',
    replace: valueOf('replace') ?? '',
    isRegex: has('regex'),
    matchCase: !has('ignore-case'),
    appliesTo: (valueOf('part') ?? 'name') as RenameRule['appliesTo'],
    letters: (valueOf('letters') ?? 'keep') as RenameRule['letters'],
    isClean: has('clean'),
    start: integerOf('start'),
    step: integerOf('step'),
  }

  function integerOf(option: 'start' | 'step'): number {
    const given = valueOf(option) ?? '1'
    if (!/^-?\d{1,9}$/.test(given)) throw new UsageError(`“${given}” is not a whole number.`, `Give --${option} N.`)
    return Number(given)
  }
}

async function namedOf({ positionals, signal }: CommandContext, { readLocation, client }: Session): Promise<Named[]> {
  const named = new Map<string, Named>()
  for (const text of positionals) {
    const { location } = await readLocation(text)
    if (location.path === '') throw new UsageError('A mount can’t be renamed here.', 'Name the items in it.')
    const entry = await client.listing.stat({ location }, { signal })
    named.set(formatLocation(location), { location, entry })
  }
  return [...named.values()]
}

/** Returns the names that change, each with its problem if it has one. */
async function changesOf(
  named: readonly Named[],
  rule: RenameRule,
  { signal }: CommandContext,
  { client }: Session,
): Promise<Change[]> {
  const names = namesOf(named, rule)
  const given = new Set(named.map(({ location }) => formatLocation(location)))
  const changes: Change[] = []
  for (const mount of new Set(named.map(({ location }) => location.mount))) {
    const { capabilities, folder } = await client.mounts.open({ name: mount }, { signal })
    const here = named.flatMap((each, at) => (each.location.mount === mount ? [{ ...each, to: names[at] ?? '' }] : []))
    const staying: { folder: string; from: string }[] = []
    for (const path of new Set(here.map(({ location }) => parentPath(location.path)))) {
      for await (const { page } of pagesOf(client, { mount, path }, signal)) {
        for (const { name } of page) {
          if (!given.has(formatLocation({ mount, path: childPath(path, name) })))
            staying.push({ folder: path, from: name })
        }
      }
    }
    const found = nameProblems(
      here.map(({ location: { path }, to }) => ({ folder: parentPath(path), from: baseName(path), to })),
      staying,
      {
        isLoose: capabilities?.caseSensitive === false,
        nameBytes: capabilities?.limits.nameBytes?.value,
        isWindows: process.platform === 'win32' && folder !== undefined,
      },
    )
    for (const [at, { location, entry, to }] of here.entries())
      changes.push({ location, entry, to, problem: found[at] })
  }
  return changes.filter(({ location, to }) => to !== baseName(location.path))
}

function namesOf(named: readonly Named[], rule: RenameRule): readonly string[] {
  const items = named.map(({ location, entry }) => ({
    name: baseName(location.path),
    isFolder: entry.kind === 'folder',
    parent: baseName(parentPath(location.path)) || location.mount,
    ...(entry.modifiedMs !== undefined && { modifiedMs: entry.modifiedMs }),
  }))
  try {
    return newNames(items, rule)
  } catch (error) {
    if (error instanceof SyntaxError) throw new UsageError(`${error.message}.`, 'Give --find a regular expression.')
    throw error
  }
}

async function* pagesOf(client: Session['client'], location: Location, signal: AbortSignal) {
  for await (const page of client.listing.list({ location }, { signal })) yield { page: unpackEntries(page) }
}

async function tell({ location, to, problem }: Change, { output }: CommandContext): Promise<void> {
  const from = formatLocation(location)
  const why = problem && problems[problem]
  await output.record({ kind: 'rename', from, to, ...(why && { problem: why }) }, [
    `${from} → ${to}${why ? `: ${why}` : ''}`,
  ])
}
