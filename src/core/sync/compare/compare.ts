/**
 * Compares two folders. Both are walked folder by folder, with names in the same order, so no index of a whole side is
 * needed. Equal entries get no row; they are only counted.
 */
import type { CompareBy, CompareCounts, CompareItem, CompareRow, Difference } from '../../../contract/sync/compare.ts'
import { differences } from '../../../contract/sync/compare.ts'
import type { SyncFilters } from '../../../contract/sync/compare.ts'
import { childPath } from '../../../contract/location.ts'
import type { Waits } from '../../backends/backend.ts'
import type { OpenedLocation } from '../../operations/opened-location.ts'
import { createFilter } from '../filters/filters.ts'
import { createPairJudge, type Judged } from './judge-pair.ts'
import { type Joined, joinFolder } from './join-folder.ts'
import { nameKeyOf } from './name-key.ts'
import { emptyFolder } from './packed-folder.ts'
import { rowOf } from './compare-row.ts'
import { type ListSide, type Visit, walkPair } from './walk-pair.ts'

export interface CompareOptions extends Waits {
  readonly by: CompareBy
  readonly rule?: string
  readonly mayDownload?: boolean
  readonly filters?: SyncFilters
  readonly tells?: readonly Difference[]
  readonly nowMs: number
}

const rowsInBatch = 500
/** The number of entries between two progress reports. */
const reportEvery = 20_000

type Counts = Record<Difference, number>
type Look = Waits & ReturnType<typeof lookOf>

export async function* compare(
  left: OpenedLocation,
  right: OpenedLocation,
  options: CompareOptions,
): AsyncGenerator<CompareItem> {
  const { signal } = options
  const look = { ...lookOf(left, right, options), signal }
  const keyOf = nameKeyOf(left.backend.capabilities, right.backend.capabilities)
  const counts = Object.fromEntries(differences.map((each) => [each, 0])) as Counts
  let reported = 0
  const list = { left: listOf(left, look.withSums), right: listOf(right, look.withSums) }
  try {
    for await (const visit of walkPair<undefined>(list, {
      keyOf,
      note: undefined,
      isNear: areNear(left, right),
      signal,
    })) {
      for await (const rows of rowsOf(visit, look, counts)) yield { kind: 'rows', rows }
      const looked = totalOf(counts)
      if (looked < reported + reportEvery) continue
      reported = looked
      yield { kind: 'progress', path: visit.path, counts: { ...counts } }
    }
  } finally {
    look.judge.close()
  }
  yield { kind: 'end', counts }
}

function lookOf(left: OpenedLocation, right: OpenedLocation, options: CompareOptions) {
  const { by, tells = differences.filter((each) => each !== 'same'), filters, nowMs } = options
  const areFar = left.backend.localPath === undefined && right.backend.localPath === undefined
  return {
    judge: createPairJudge(left, right, options),
    filter: createFilter(filters, nowMs),
    tells: new Set(tells),
    withSums: by === 'hash' || by === 'rule' || areFar,
  }
}

/** Tells whether both sides are on this computer. */
export function areNear(left: OpenedLocation, right: OpenedLocation): boolean {
  return left.backend.localPath !== undefined && right.backend.localPath !== undefined
}

export function listOf({ backend, path }: OpenedLocation, withSums: boolean): ListSide {
  return (below, { signal }) =>
    backend.list(below === '' ? path : childPath(path, below), { signal, ...(withSums && { withSums }) })
}

/** Yields the reported rows of one folder in batches. A few comparisons of bytes run in parallel. */
async function* rowsOf(visit: Visit<undefined>, look: Look, counts: Counts): AsyncGenerator<CompareRow[]> {
  if (visit.failure) {
    const row = failedFolder(visit)
    counts[row.difference] += 1
    if (look.tells.has(row.difference)) yield [row]
    return
  }
  let waiting: (CompareRow | Promise<CompareRow>)[] = []
  for (const joined of joinFolder({ ...visit.folders, base: await emptyFolder() })) {
    const judged = judgedOf(joined, visit, look)
    if (judged === undefined) continue
    if (typeof judged === 'string' && !look.tells.has(judged)) counts[judged] += 1
    else waiting.push(rowFor(joined, judged, visit))
    if (waiting.length < rowsInBatch) continue
    yield* told(waiting, look, counts)
    waiting = []
  }
  yield* told(waiting, look, counts)
}

async function* told(waiting: (CompareRow | Promise<CompareRow>)[], { tells }: Look, counts: Counts) {
  const all = await Promise.all(waiting.map((row) => Promise.resolve(row)))
  for (const { difference } of all) counts[difference] += 1
  const rows = all.filter(({ difference }) => tells.has(difference))
  if (rows.length > 0) yield rows
}

/** Undefined for entries that take no part. Queues subfolders for a later visit. */
function judgedOf(
  joined: Joined,
  visit: Visit<undefined>,
  { judge, filter }: Look,
): Judged | Promise<Judged> | undefined {
  const { folders } = visit
  const kindLeft = joined.left === undefined ? undefined : folders.left.kindOf(joined.left)
  const kindRight = joined.right === undefined ? undefined : folders.right.kindOf(joined.right)
  const isFolder = kindLeft === 'folder' || kindRight === 'folder'
  if (filter) {
    for (const side of ['left', 'right'] as const) {
      const row = joined[side]
      if (row === undefined) continue
      const [name, kind] = [folders[side].names.nameOf(row), folders[side].kindOf(row)]
      if (!filter.takesName(name, kind, visit.path)) return undefined
      if (kind !== 'folder' && !filter.takesFile(folders[side].entryOf(row))) return undefined
    }
  }
  if (isFolder && !joined.isClash) {
    const nameOf = (side: 'left' | 'right', kind: string | undefined) =>
      kind === 'folder' && joined[side] !== undefined ? folders[side].names.nameOf(joined[side]) : undefined
    visit.enter({ left: nameOf('left', kindLeft), right: nameOf('right', kindRight) }, undefined)
    if (filter?.isOfFiles && (kindLeft ?? 'folder') === (kindRight ?? 'folder')) return undefined
  }
  return judge.judge(joined, visit)
}

async function judgedRow(joined: Joined, judged: Promise<Judged>, visit: Visit<undefined>): Promise<CompareRow> {
  return rowOf(joined, await judged, visit)
}

function rowFor(joined: Joined, judged: Judged | Promise<Judged>, visit: Visit<undefined>) {
  return judged instanceof Promise ? judgedRow(joined, judged, visit) : rowOf(joined, judged, visit)
}

function failedFolder({ path, failure }: Visit<undefined>): CompareRow {
  if (!failure) throw new Error('no folder failed')
  return { path, kind: 'folder', difference: 'failed', failure: failure.failure }
}

function totalOf(counts: CompareCounts): number {
  return Object.values(counts).reduce((sum, each) => sum + each, 0)
}
