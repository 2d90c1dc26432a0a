import { type CompareBy, compareBySchema, type SyncFilters } from '../../contract/sync/compare.ts'
import { known } from '../../lib/known.ts'
import type { CommandContext, OptionTable } from '../command.ts'
import { UsageError } from '../usage-error.ts'

/** The options for how two places are compared, and which entries take part. */
export const comparedOptions: OptionTable = {
  by: {
    type: 'string',
    value: 'WAY',
    choices: compareBySchema.options,
    help: 'how to compare files: size-and-time (default), hash or rule',
  },
  rule: {
    type: 'string',
    value: 'CEL',
    help: 'with --by rule: an expression that is true if src and dst are the same',
  },
  download: { type: 'boolean', help: 'with --by hash: allow reading remote files' },
  filter: { type: 'string', value: 'QUERY', help: "only files that match, as in find: '*.pdf size<10mb'" },
  regex: { type: 'string', value: 'RE', help: 'only files whose paths match' },
  ignore: { type: 'string', value: 'PATTERN', help: 'skip files that match a pattern of .gitignore; can be repeated' },
  'no-hidden': { type: 'boolean', help: 'skip hidden files and folders (names that begin with a dot)' },
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
  if ((by === 'rule') !== (rule !== undefined)) throw new UsageError('--by rule and --rule must be used together.')
  if (has('download') && by !== 'hash') throw new UsageError('--download needs --by hash.')
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
