import type { SideName } from '../../../contract/sync/plan.ts'
import type { Mark, SyncAction } from '../actions.ts'

interface Gone {
  readonly path: string
  readonly marks: readonly Mark[]
}
interface Fresh {
  readonly path: string
  readonly mark: Mark
}

/** Has a file that is new for a side the content of one that is to go from it? Undefined sums and times don't keep it from being asked. */
export type IsSameContent = (pair: {
  readonly on: SideName
  readonly to: Fresh & { readonly action: Extract<SyncAction, { do: 'copy' }> }
  readonly from: Gone & { readonly action: Extract<SyncAction, { do: 'delete' }> }
}) => Promise<boolean>

/** Sums that no two different files share, in practice. */
const strong = ['sha256', 'sha1', 'md5'] as const

/** What tells the content of a file from that of all others; nothing for an empty one, as too many are empty. */
export function contentKeys({ kind, sizeBytes, sums = {} }: Mark): string[] {
  if (kind !== 'file' || !sizeBytes) return []
  return strong.flatMap((name) => (sums[name] === undefined ? [] : [`${sizeBytes} ${name} ${sums[name]}`]))
}

/** May another file have the content of this one without having sums for it? */
export function mayMatch({ kind, sizeBytes }: Mark): boolean {
  return kind === 'file' && sizeBytes !== undefined && sizeBytes > 0
}

/** So many files of one size are compared with a new one, as each comparison may read both. */
const mostCompared = 4

/**
 * Which of the files that are new has the content of one that is gone: it was moved. Each is in one pair at the most. `isSame` is asked
 * of files of one size of which no sums tell.
 */
export async function findMoves<G extends Gone, F extends Fresh>(
  gone: readonly G[],
  fresh: readonly F[],
  isSame?: (fresh: F, gone: G) => Promise<boolean>,
): Promise<Map<F, G>> {
  const byContent = groupBy(gone, ({ marks }) => marks.flatMap(contentKeys))
  const taken = new Set<G>()
  const moves = new Map<F, G>()
  const take = (to: F, from: G) => {
    taken.add(from)
    moves.set(to, from)
  }
  for (const each of fresh) {
    const found = contentKeys(each.mark)
      .flatMap((key) => byContent.get(key) ?? [])
      .find((candidate) => !taken.has(candidate))
    if (found) take(each, found)
  }
  if (!isSame) return moves
  const bySize = groupBy(gone, ({ marks: [own] }) => (own && mayMatch(own) ? [String(own.sizeBytes)] : []))
  for (const each of fresh) {
    if (moves.has(each) || !mayMatch(each.mark)) continue
    const candidates = (bySize.get(String(each.mark.sizeBytes)) ?? []).filter((candidate) => !taken.has(candidate))
    for (const candidate of candidates.slice(0, mostCompared)) {
      if (!(await isSame(each, candidate))) continue
      take(each, candidate)
      break
    }
  }
  return moves
}

function groupBy<T>(all: readonly T[], keysOf: (each: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const each of all) {
    for (const key of new Set(keysOf(each))) {
      const held = groups.get(key)
      if (held) held.push(each)
      else groups.set(key, [each])
    }
  }
  return groups
}
