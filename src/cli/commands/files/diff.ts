import { compareBySchema, type CompareRow, type Difference, differences } from '../../../contract/sync/compare.ts'
import type { CompareItem, CompareRequest, SyncFilters } from '../../../contract/sync/compare.ts'
import { childPath, formatLocation } from '../../../contract/location.ts'
import { known } from '../../../lib/known.ts'
import { atOption, locationAt, momentOf } from '../../arguments/moment.ts'
import type { Command, CommandContext } from '../../command.ts'
import { type ExitCode, exitCodes } from '../../exit-codes.ts'
import { countOf, formatSize } from '../../output/format.ts'
import { UsageError } from '../../usage-error.ts'

export const diffCommand: Command = {
  name: 'diff',
  usage: 'A B [--by size-and-time|hash|rule] [--filter QUERY] [--ignore PATTERN]…',
  about: [
    'How two folders differ, name by name, as it goes through them. Changes nothing. Files are the same when size and time are, as far as',
    'each place keeps times; --by hash compares sums, and reads files of this computer but no far ones. Ends with 0 when nothing differs',
    'and 1 when something does or could not be compared.',
  ].join('\n'),
  examples: [
    ['portolan diff ~/Photos reports:photos', 'what is only here, only there, or newer'],
    ['portolan diff ~/Photos reports:photos --by hash', 'by content, whatever the times say'],
    ["portolan diff . backup:work --filter '*.ts' --ignore node_modules/", 'some files only'],
    ['portolan diff a b --json | jq -r \'select(.difference == "left-only").path\'', 'for a script'],
  ],
  options: {
    by: { type: 'string', value: 'WAY', choices: compareBySchema.options, help: 'how files are compared' },
    rule: { type: 'string', value: 'CEL', help: 'with --by rule: holds for src and dst that are the same' },
    download: { type: 'boolean', help: 'with --by hash: far files may be read' },
    filter: { type: 'string', value: 'QUERY', help: "only files that fit, as in find: '*.pdf size<10mb'" },
    regex: { type: 'string', value: 'RE', help: 'only files whose paths match' },
    ignore: { type: 'string', value: 'PATTERN', help: 'leave out, as a line of a .gitignore; may be given again' },
    'no-hidden': { type: 'boolean', help: 'leave out names that begin with a dot, and what is below them' },
    only: { type: 'string', value: 'KIND', choices: differences, help: 'tell this kind alone; may be given again' },
    ...atOption,
  },
  takes: { min: 2, max: 2, what: 'two folders' },
  async run(context) {
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
  const { positionals, valueOf, valuesOf, has } = context
  const { readLocation } = await context.connect()
  const [left = '', right = ''] = positionals
  const rule = valueOf('rule')
  const by = compareBySchema.parse(valueOf('by') ?? (rule === undefined ? 'size-and-time' : 'rule'))
  if ((by === 'rule') !== (rule !== undefined)) throw new UsageError('--by rule and --rule go together.')
  if (has('download') && by !== 'hash') throw new UsageError('--download is for --by hash.')
  const [query, regex, ignore] = [valueOf('filter'), valueOf('regex'), valuesOf('ignore')]
  const filters: SyncFilters = {
    ...known({ query, regex }),
    ...(ignore.length > 0 && { ignore: [...ignore] }),
    ...(has('no-hidden') && { skipsHidden: true }),
  }
  const only = valuesOf('only') as Difference[]
  return {
    left: locationAt((await readLocation(left)).location, momentOf(context)),
    right: (await readLocation(right)).location,
    by,
    filters,
    ...known({ rule }),
    ...(has('download') && { mayDownload: true }),
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
