import { type CompareBy, compareBySchema, type SyncFilters } from '../../contract/sync/compare.ts'
import { known } from '../../lib/known.ts'
import type { CommandContext, OptionTable } from '../command.ts'
import { UsageError } from '../usage-error.ts'

/** How two places are compared, and what of them. */
export const comparedOptions: OptionTable = {
  by: { type: 'string', value: 'WAY', choices: compareBySchema.options, help: 'how files are compared' },
  rule: { type: 'string', value: 'CEL', help: 'with --by rule: holds for src and dst that are the same' },
  download: { type: 'boolean', help: 'with --by hash: far files may be read' },
  filter: { type: 'string', value: 'QUERY', help: "only files that fit, as in find: '*.pdf size<10mb'" },
  regex: { type: 'string', value: 'RE', help: 'only files whose paths match' },
  ignore: { type: 'string', value: 'PATTERN', help: 'leave out, as a line of a .gitignore; may be given again' },
  'no-hidden': { type: 'boolean', help: 'leave out names that begin with a dot, and what is below them' },
}

export interface Compared {
  readonly by: CompareBy
  readonly rule?: string
  readonly mayDownload?: true
  readonly filters: SyncFilters
}

export function readCompared({ valueOf, valuesOf, has }: CommandContext): Compared {
  const rule = valueOf('rule')
  const by = compareBySchema.parse(valueOf('by') ?? (rule === undefined ? 'size-and-time' : 'rule'))
  if ((by === 'rule') !== (rule !== undefined)) throw new UsageError('--by rule and --rule go together.')
  if (has('download') && by !== 'hash') throw new UsageError('--download is for --by hash.')
  const [query, regex, ignore] = [valueOf('filter'), valueOf('regex'), valuesOf('ignore')]
  return {
    by,
    filters: {
      ...known({ query, regex }),
      ...(ignore.length > 0 && { ignore: [...ignore] }),
      ...(has('no-hidden') && { skipsHidden: true }),
    },
    ...known({ rule }),
    ...(has('download') && { mayDownload: true }),
  }
}
