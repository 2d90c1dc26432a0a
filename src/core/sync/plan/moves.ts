import type { Mark } from '../actions.ts'

interface Gone {
  readonly path: string
  readonly marks: readonly Mark[]
}
interface Fresh {
  readonly path: string
  readonly mark: Mark
}

/** Sums that no two different files share, in practice. */
const strong = ['sha256', 'sha1', 'md5'] as const

/** What tells the content of a file from that of all others; nothing for an empty one, as too many are empty. */
export function contentKeys({ kind, sizeBytes, sums = {} }: Mark): string[] {
  if (kind !== 'file' || !sizeBytes) return []
  return strong.flatMap((name) => (sums[name] === undefined ? [] : [`${sizeBytes} ${name} ${sums[name]}`]))
}

/** Which of the files that are new has the content of one that is gone: it was moved. Each is in one pair at the most. */
export function findMoves<G extends Gone, F extends Fresh>(gone: readonly G[], fresh: readonly F[]): Map<F, G> {
  const byContent = new Map<string, G[]>()
  for (const each of gone) {
    for (const key of new Set(each.marks.flatMap(contentKeys))) {
      const held = byContent.get(key)
      if (held) held.push(each)
      else byContent.set(key, [each])
    }
  }
  const taken = new Set<G>()
  const moves = new Map<F, G>()
  for (const each of fresh) {
    const found = contentKeys(each.mark)
      .flatMap((key) => byContent.get(key) ?? [])
      .find((candidate) => !taken.has(candidate))
    if (!found) continue
    taken.add(found)
    moves.set(each, found)
  }
  return moves
}
