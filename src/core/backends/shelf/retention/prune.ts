import { type FilePrune, hasRules, type Retention } from '../../../../contract/history.ts'
import type { Waits } from '../../backend.ts'
import type { PrunePlan } from '../../facets/history.ts'
import { dropVersions, noteOutside, type Shelf } from '../shelf.ts'
import { removableOf, type Removable } from './file-plan.ts'
import { readRetention } from './policy.ts'

const pagePaths = 1000
const mostRows = Number.MAX_SAFE_INTEGER

interface Candidate {
  readonly place: string
  readonly version: Removable
}

/** Returns what pruning would remove now. Without rules it removes nothing. */
export async function planPrune(shelf: Shelf, nowMs: number, { signal }: Waits): Promise<PrunePlan> {
  const { history, lock } = shelf
  const retention = readRetention(history)
  const candidates = hasRules(retention) ? candidatesOf(shelf, retention, nowMs, signal) : []
  return lock.hold(signal, async () => {
    const { contentBytes } = history.totals()
    const count = enough(shelf, candidates, retention.mostBytes)
    const chosen = candidates.slice(0, count)
    return {
      files: byFile(chosen),
      versions: count,
      freedBytes: contentBytes - bytesWithout(shelf, chosen),
      contentBytes,
    }
  })
}

/** Sorted by the time at which the version was replaced or deleted, earliest first. */
function candidatesOf({ history }: Shelf, retention: Retention, nowMs: number, signal: AbortSignal) {
  const candidates: Candidate[] = []
  for (let after: string | undefined; ;) {
    signal.throwIfAborted()
    const places = history.pathsBelow('', after, pagePaths)
    if (places.length === 0) break
    for (const place of places) {
      const rows = history.rows(place, { most: mostRows })
      const removable = removableOf(rows, history.present(place)?.seq, retention, nowMs)
      candidates.push(...removable.map((version) => ({ place, version })))
    }
    after = places.at(-1)
  }
  return candidates.toSorted((a, b) => a.version.endedMs - b.version.endedMs)
}

/**
 * Returns how many of the first candidates must be removed to reduce the contents to `mostBytes`. Without that limit,
 * all of them.
 */
function enough(shelf: Shelf, candidates: readonly Candidate[], mostBytes: number | undefined): number {
  if (mostBytes === undefined) return candidates.length
  let [low, high] = [0, candidates.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (bytesWithout(shelf, candidates.slice(0, middle)) <= mostBytes) high = middle
    else low = middle + 1
  }
  return low
}

class TriedOnly extends Error {}

/** Returns the size of all contents without these versions. The removal is tried in a transaction and rolled back. */
function bytesWithout({ history }: Shelf, candidates: readonly Candidate[]): number {
  let bytes = 0
  try {
    history.atOnce(() => {
      for (const { version } of candidates) history.drop(version.seq)
      history.forgetUnused([...new Set(candidates.map(({ version }) => version.sum))])
      bytes = history.totals().contentBytes
      throw new TriedOnly()
    })
  } catch (error) {
    if (!(error instanceof TriedOnly)) throw error
  }
  return bytes
}

function byFile(candidates: readonly Candidate[]): readonly FilePrune[] {
  const files = new Map<string, Removable[]>()
  for (const { place, version } of candidates) {
    const versions = files.get(place)
    if (versions) versions.push(version)
    else files.set(place, [version])
  }
  return [...files]
    .map(([place, versions]) => ({ path: place, versions: versions.map(toldOf) }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

function toldOf({ id, madeMs, sizeBytes }: Removable): FilePrune['versions'][number] {
  return { id, madeMs, sizeBytes }
}

/** Removes the planned versions that are still not current. Yields the removed ones, one file at a time. */
export async function* prune(shelf: Shelf, plan: PrunePlan, { signal }: Waits): AsyncGenerator<FilePrune> {
  for (const file of plan.files) {
    signal.throwIfAborted()
    yield await shelf.lock.hold(signal, async () => {
      await noteOutside(shelf, file.path, signal)
      return pruneFile(shelf, file)
    })
  }
}

/** Must be called with the lock. */
async function pruneFile(shelf: Shelf, { path, versions }: FilePrune): Promise<FilePrune> {
  const { history } = shelf
  const present = history.present(path)?.seq
  const found = versions.flatMap((version) => {
    const row = history.row(path, version.id)
    return row && row.seq !== present ? [{ version, row }] : []
  })
  await dropVersions(shelf, () => {
    for (const { row } of found) history.drop(row.seq)
    dropDeletionsOfNothing(shelf, path)
    return { sums: [...new Set(found.flatMap(({ row }) => row.sum ?? []))] }
  })
  return { path, versions: found.map(({ version }) => version) }
}

/** Removes deletions that have no version before them, because they carry no information. */
function dropDeletionsOfNothing({ history }: Shelf, path: string): void {
  for (const { seq, sum } of history.rows(path, { most: mostRows }).toReversed()) {
    if (sum !== null) return
    history.drop(seq)
  }
}
