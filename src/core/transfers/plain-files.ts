/**
 * Small files of this computer that go to folders of it where nothing has their names: nothing is to be decided about
 * them, so hundreds go in one call and no file has work of its own. One that does not end well is given back, to be
 * looked at by itself.
 */
import type { BulkCopy, BulkStored, Waits } from '../backends/backend.ts'
import type { DoneRun } from './item-journal.ts'
import type { Paths } from './paths.ts'
import type { ItemDetail, ItemRow } from './rows.ts'
import { openSpot, type Spot } from './spot.ts'
import type { RunDeps } from './run-deps.ts'

export interface PlainDeps {
  readonly mounts: RunDeps['mounts']
  readonly paths: Paths
  readonly pass: (bytes: number, signal: AbortSignal) => Promise<void>
  /** Begins the names of what is staged. */
  readonly id: string
  /** Ends some time after the transfer is stopped, so that it is known what became of the files under way. */
  readonly late: AbortSignal
  readonly onDone: (runs: readonly DoneRun[], items: readonly ItemRow[]) => void
}

export type PlainFile = ItemRow & { readonly sizeBytes: number }

const mostBytes = 1024 ** 2
const mostBytesAtOnce = 32 * 1024 ** 2
const detail: ItemDetail = { route: 'bulk', proof: { by: 'size', isTimeKept: true } }

/** Does nothing but its bytes matter? */
export function isPlain(item: ItemRow): item is PlainFile {
  const { kind, isFree, parent, toName, sizeBytes } = item
  if (kind !== 'file' || !isFree || parent === 0 || toName !== undefined) return false
  for (const _ in item.detail) return false
  return sizeBytes !== undefined && sizeBytes <= mostBytes
}

/** Files that go the same way together, not too many bytes at a time. */
export function* groupsOf(items: readonly PlainFile[], paths: Paths): Generator<readonly PlainFile[]> {
  let group: PlainFile[] = []
  let bytes = 0
  let way = ''
  for (const item of items) {
    const { from, to } = paths.of(item)
    const its = `${from.mount}:${to.mount}`
    if (group.length > 0 && (its !== way || bytes + item.sizeBytes > mostBytesAtOnce)) {
      yield group
      group = []
      bytes = 0
    }
    way = its
    group.push(item)
    bytes += item.sizeBytes
  }
  if (group.length > 0) yield group
}

/** Gives those that are not done. */
export async function copyPlain(
  deps: PlainDeps,
  items: readonly PlainFile[],
  { signal }: Waits,
): Promise<readonly PlainFile[]> {
  const left = new Map<string, PlainFile>()
  const orders: BulkCopy[] = []
  const ends = await openBoth(deps, items, { signal })
  const bulk = ends?.to.backend.bulk
  const local = ends?.from.backend.localPath
  if (!bulk || !local) return items
  for (const item of items) {
    const { from, to } = deps.paths.of(item)
    left.set(to.path, item)
    const { sizeBytes, modifiedMs } = item
    try {
      const fromLocalPath = local.localPath(from.path)
      const time = modifiedMs === undefined ? {} : { modifiedMs }
      orders.push({ path: to.path, fromLocalPath, sizeBytes, ...time, ifExists: 'fail' })
    } catch {
      // one that has no path as text is looked at by itself
    }
  }
  const bytes = items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  await deps.pass(bytes, signal)
  for await (const page of bulk.copy(orders, { signal: deps.late, id: deps.id })) {
    const done = page.flatMap((end) => takeDone(left, end))
    if (done.length > 0) deps.onDone(runsOf(done), done)
  }
  return [...left.values()]
}

async function openBoth({ mounts, paths }: PlainDeps, [first]: readonly PlainFile[], waits: Waits) {
  if (!first) return undefined
  const { from, to } = paths.of(first)
  return { from: await openSpot(mounts, from, waits), to: await openSpot(mounts, to, waits) } satisfies Record<
    string,
    Spot
  >
}

function takeDone(left: Map<string, PlainFile>, { path, stored }: BulkStored): PlainFile[] {
  const item = left.get(path)
  if (!item || stored?.proof !== 'size' || stored.sizeBytes !== item.sizeBytes) return []
  left.delete(path)
  return [item]
}

function runsOf(items: readonly ItemRow[]): readonly DoneRun[] {
  const runs: { first: number; last: number; readonly detail: ItemDetail }[] = []
  for (const { number } of items.toSorted((a, b) => a.number - b.number)) {
    const run = runs.at(-1)
    if (run?.last === number - 1) run.last = number
    else runs.push({ first: number, last: number, detail })
  }
  return runs
}
