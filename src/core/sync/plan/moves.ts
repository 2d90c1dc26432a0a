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

/**
 * Tells whether a new file on a side has the content of a file that is to be deleted there. It is also asked for files
 * without known checksums or times.
 */
export type IsSameContent = (pair: {
  readonly on: SideName
  readonly to: Fresh & { readonly action: Extract<SyncAction, { do: 'copy' }> }
  readonly from: Gone & { readonly action: Extract<SyncAction, { do: 'delete' }> }
}) => Promise<boolean>

/** Algorithms whose checksums are unique in practice. */
const strong = ['sha256', 'sha1', 'md5'] as const

/** Returns keys that identify the content of a file. Empty for an empty file, because many files are empty. */
export function contentKeys({ kind, sizeBytes, sums = {} }: Mark): string[] {
  if (kind !== 'file' || !sizeBytes) return []
  return strong.flatMap((name) => (sums[name] === undefined ? [] : [`${sizeBytes} ${name} ${sums[name]}`]))
}

/** Tells whether another file may have the same content although checksums are missing. */
export function mayMatch({ kind, sizeBytes }: Mark): boolean {
  return kind === 'file' && sizeBytes !== undefined && sizeBytes > 0
}

/** The number of files of one size that are compared with a new file, because each comparison may read both. */
const mostCompared = 4

/**
 * Finds new files with the content of a file that is gone, which means it was moved. Each file is in at most one pair.
 * `isSame` is called for files of one size without comparable checksums.
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
