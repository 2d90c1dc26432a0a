import { type CompareRow, type Difference, differences } from '../../../contract/sync/compare.ts'
import type { CompareItem, CompareRequest } from '../../../contract/sync/compare.ts'
import { childPath, formatLocation } from '../../../contract/location.ts'
import { comparedOptions, readCompared } from '../../arguments/compared.ts'
import { atOption, locationAt, momentOf } from '../../arguments/moment.ts'
import type { Command, CommandContext } from '../../command.ts'
import { type ExitCode, exitCodes } from '../../exit-codes.ts'
import { countOf, formatSize } from '../../output/format.ts'
import { diffText, refuseTextOptions, textOptions } from './diff-text.ts'

export const diffCommand: Command = {
  name: 'diff',
  usage:
    'A B [--by size-and-time|hash|rule] [--filter QUERY] [--ignore PATTERN]… | --text A [B] [--version ID]… [--to DST]',
  about: [
    'Shows how two folders differ, and changes nothing.',
    'Two files are the same if size and time are the same, as precisely as both stores keep times.',
    '--by hash compares checksums; it reads local files but no remote files.',
    'The exit code is 0 if nothing differs, and 1 if something differs or could not be compared.',
    '\nWith --text, shows how two files, or two versions of one file, differ line by line, like `diff -u`.',
    'The text can be UTF-8, UTF-16 or Latin-1, and each file can have up to 8 MiB.',
    'For other files, it only shows that they differ.',
  ].join(' '),
  examples: [
    ['portolan diff ~/Photos reports:photos', 'show files that exist on one side only, or are newer on one side'],
    ['portolan diff ~/Photos reports:photos --by hash', 'compare by content instead of by time'],
    ["portolan diff . backup:work --filter '*.ts' --ignore node_modules/", 'compare only some files'],
    ['portolan diff a b --json | jq -r \'select(.difference == "left-only").path\'', 'for a script'],
    ['portolan diff --text notes.md reports:notes.md', 'compare two files line by line'],
    ['portolan diff --text reports:notes.md --version 3sL4kq…', 'compare a version with the current file'],
    ['portolan diff --text a.csv b.csv --to Shelf:changes.diff', 'store the result as a file'],
  ],
  options: {
    ...comparedOptions,
    only: { type: 'string', value: 'KIND', choices: differences, help: 'only this kind; can be repeated' },
    ...atOption,
    ...textOptions,
  },
  takes: { min: 1, max: 2, what: 'two folders, or files' },
  async run(context) {
    if (context.has('text')) return diffText(context)
    refuseTextOptions(context)
    const { output, signal } = context
    const request = await requestOf(context)
    const { client } = await context.connect()
    let code: ExitCode = exitCodes.done
    for await (const item of client.sync.compare(request, { signal })) {
      if (item.kind === 'rows') for (const row of item.rows) await tell(row, request, context)
      if (item.kind !== 'end') continue
      await output.record(item, [summaryOf(item)])
      if (differences.some((each) => each !== 'same' && item.counts[each] > 0)) code = exitCodes.someFailed
    }
    return code
  },
}

async function requestOf(context: CommandContext): Promise<CompareRequest> {
  const { positionals, valuesOf } = context
  const { readLocation } = await context.connect()
  const [left = '', right = ''] = positionals
  const only = valuesOf('only') as Difference[]
  return {
    left: locationAt((await readLocation(left)).location, momentOf(context)),
    right: (await readLocation(right)).location,
    ...readCompared(context),
    ...(only.length > 0 && { tells: only }),
  }
}

const words: Readonly<Record<Exclude<Difference, 'failed'>, string>> = {
  same: 'same',
  'left-only': 'only left',
  'right-only': 'only right',
  'newer-left': 'newer left',
  'newer-right': 'newer right',
  differ: 'differs',
  'kind-differs': 'other kind',
  'case-clash': 'name clash',
  'bad-name': 'name too long',
}
const longestWord = Math.max(...Object.values(words).map(({ length }) => length))

async function tell(row: CompareRow, request: CompareRequest, { output }: CommandContext): Promise<void> {
  const { difference, failure, path, kind, left, right } = row
  if (difference === 'failed') {
    const { mount, path: top } = request.left
    const location = formatLocation({ mount, path: path === '' ? top : childPath(top, path) })
    if (output.tellsAllItems) await output.record(row, [])
    await output.failure({
      kind: 'internal',
      message: 'It could not be compared.',
      operation: 'sync.compare',
      retry: 'never',
      ...failure,
      location,
    })
    return
  }
  const sizes =
    difference !== 'kind-differs' && kind === 'file' && left && right && left.sizeBytes !== right.sizeBytes
      ? sizesOf(row)
      : ''
  const name = `${path}${kind === 'folder' ? '/' : ''}`
  await output.record(row, [`${words[difference].padEnd(longestWord)}  ${name}${sizes}`])
}

function sizesOf({ left, right }: CompareRow): string {
  const size = (bytes: number | undefined) => (bytes === undefined ? '?' : formatSize(bytes))
  return `  (${size(left?.sizeBytes)} and ${size(right?.sizeBytes)})`
}

function summaryOf({ counts }: Extract<CompareItem, { kind: 'end' }>): string {
  const others = differences
    .filter((each) => each !== 'same' && counts[each] > 0)
    .map((each) => `${counts[each]} ${each === 'failed' ? 'could not be compared' : words[each]}`)
  return [`${countOf(counts.same, 'name')} the same`, ...others].join(', ')
}
