import type { ChangedPermissions, Permissions, PermissionsChange } from '../../../contract/permissions.ts'
import { modeText, parseModeChange } from '../../../lib/file-mode.ts'
import { failureOf } from '../../../contract/failure.ts'
import type { Location } from '../../../contract/location.ts'
import type { Command, CommandContext } from '../../command.ts'
import { combineExitCodes, type ExitCode, exitCodeOf, exitCodes } from '../../exit-codes.ts'
import { countOf } from '../../output/format.ts'
import { accountText } from '../../output/account-text.ts'
import { showLocation } from '../../output/show-location.ts'
import { UsageError } from '../../usage-error.ts'

export const chmodCommand: Command = {
  name: 'chmod',
  usage: 'MODE LOC… [--recursive] [--files MODE] [--owner NAME] [--group NAME]',
  about: [
    'Changes permissions, where the store has them: folders of this computer, and SFTP.',
    'MODE is octal (640) or a change (u+x, go-w, a+X).',
    'Use a dot as MODE to change only --owner or --group.',
    'Symbolic links do not change.',
    'The contents of a folder change only with --recursive.',
    'Without u, g, o or a, +w applies only to the owner.',
  ].join(' '),
  examples: [
    ['portolan chmod u+x ~/bin/backup', 'make a file executable'],
    ['portolan chmod 755 server:public --recursive --files 644', 'set folders to 755 and the files in them to 644'],
    ['portolan chmod go= server:keys -r', 'remove all permissions of group and others'],
    ['portolan chmod . server:www -r --group www-data', 'set the group'],
  ],
  options: {
    recursive: { type: 'boolean', short: 'r', help: 'also change the contents of folders' },
    files: { type: 'string', value: 'MODE', help: 'with --recursive: another MODE for files' },
    owner: { type: 'string', value: 'NAME', help: 'the new owner, by name or number, if you are allowed to change it' },
    group: { type: 'string', value: 'NAME', help: 'the new group, by name or number' },
  },
  takes: { min: 2, max: Number.POSITIVE_INFINITY, what: 'a mode and a location' },
  async run(context) {
    const [mode = '', ...places] = context.positionals
    const wish = wishOf(mode, context)
    const { client, readLocation } = await context.connect()
    const codes: ExitCode[] = []
    for (const text of places) {
      try {
        const { location } = await readLocation(text)
        const steps = client.permissions.change({ locations: [location], ...wish }, { signal: context.signal })
        codes.push(await tell(context, location, steps))
      } catch (error) {
        context.signal.throwIfAborted()
        const failure = failureOf(error, 'cli.chmod')
        await context.output.failure(failure)
        codes.push(exitCodeOf(failure))
      }
    }
    return combineExitCodes(codes)
  },
}

function wishOf(mode: string, { has, valueOf }: CommandContext) {
  const [owner, group, files] = [valueOf('owner'), valueOf('group'), valueOf('files')]
  if (files !== undefined && !has('recursive')) throw new UsageError('--files needs --recursive.')
  if (mode === '.' && owner === undefined && group === undefined) {
    throw new UsageError('A dot needs --owner or --group.')
  }
  const accounts = { ...(owner !== undefined && { owner }), ...(group !== undefined && { group }) }
  const withMode = (text: string): PermissionsChange => (text === '.' ? accounts : { mode: checked(text), ...accounts })
  const to = withMode(mode)
  return { to, ...(has('recursive') && { inside: { folders: to, files: withMode(files ?? mode) } }) }
}

function checked(mode: string): string {
  if (parseModeChange(mode)) return mode
  throw new UsageError(`“${mode}” is not a valid mode.`, 'Write it in octal, as 640, or as u+x or go-w.')
}

type Steps = AsyncIterable<{
  readonly changed: readonly ChangedPermissions[]
  readonly unchanged: number
  readonly left: number
  readonly failed: readonly { readonly failure: Parameters<typeof exitCodeOf>[0] }[]
}>

async function tell({ output, has }: CommandContext, top: Location, steps: Steps): Promise<ExitCode> {
  const isQuiet = has('recursive') && !output.tellsAllItems
  const counts = { changed: 0, unchanged: 0, left: 0, failed: 0 }
  let code: ExitCode = exitCodes.done
  for await (const { changed, unchanged, left, failed } of steps) {
    counts.changed += changed.length
    counts.unchanged += unchanged
    counts.left += left
    counts.failed += failed.length
    for (const change of isQuiet ? [] : changed) {
      const record = { kind: 'permissions', ...change, location: showLocation(change.location) }
      await output.record(record, [changeLine(change)])
    }
    for (const { failure } of failed) {
      await output.failure(failure)
      code = counts.failed === 1 ? exitCodeOf(failure) : exitCodes.someFailed
    }
  }
  if (counts.failed > 0 && counts.changed + counts.unchanged > 0) code = exitCodes.someFailed
  const said = [
    counts.changed > 0 && `${countOf(counts.changed, 'item')} changed`,
    counts.unchanged > 0 && `${countOf(counts.unchanged, 'item')} unchanged`,
    counts.left > 0 && `${countOf(counts.left, 'link')} skipped`,
    counts.failed > 0 && `${countOf(counts.failed, 'item')} failed`,
  ].filter(Boolean)
  await output.note(`${showLocation(top)}: ${said.join(', ')}`)
  return code
}

function changeLine({ location, before, after }: ChangedPermissions): string {
  return `${permissionsText(before)} -> ${permissionsText(after)}  ${showLocation(location)}`
}

function permissionsText({ mode, owner, group }: Permissions): string {
  return [modeText(mode), accountText(owner), accountText(group)].filter(Boolean).join(' ')
}
