/**
 * Small files whose name is free at the target and that are copied to, from or within this computer. Nothing has to be
 * decided about them, so hundreds are copied in one call without work for each file. A file that fails is handed back
 * and processed alone.
 */
import { setMaxListeners } from 'node:events'
import type { Backend, Stored, Waits } from '../../backends/backend.ts'
import type { BulkCopy, BulkRead, BulkWrite } from '../../backends/facets/bulk.ts'
import type { Budget } from '../../../lib/flow/budget.ts'
import { prove } from './copy-bytes.ts'
import { known } from '../../../lib/known.ts'
import type { DoneRun, ItemPatch } from '../journal/items/item-writes.ts'
import type { ItemLocations } from '../journal/item-locations.ts'
import type { DoneDetail, OpenItem } from '../journal/item-record.ts'
import { createSourceCheck } from './routes/sums-of-source.ts'
import { openLocation, type OpenedLocation } from '../../operations/opened-location.ts'
import type { RunDeps } from '../journal/run-deps.ts'

export interface BatchDeps {
  readonly mounts: RunDeps['mounts']
  readonly paths: ItemLocations
  readonly pass: (bytes: number, signal: AbortSignal) => Promise<void>
  /** The most bytes of one call, unless a single file has more. */
  readonly mostBytes: () => number
  readonly buffers: Budget
  /** The prefix of the names of staging files. */
  readonly id: string
  /** Aborted some time after the transfer stops, so that the results of files in progress are still known. */
  readonly late: AbortSignal
  /** Each request to another computer takes one slot. */
  readonly fileSlots: Budget
  /**
   * For a plan that is older than the batch: tells whether a file that was read is still as planned. Its size was
   * already checked.
   */
  readonly isAsPlanned?: (item: SmallFile, read: { readonly modifiedMs?: number }) => boolean
  readonly onDone: (items: readonly OpenItem[], patches: readonly (ItemPatch | DoneRun)[]) => void
}

export type SmallFile = OpenItem & { readonly sizeBytes: number }

/** Files that are copied together between the same two mounts. */
export interface FileBatch {
  readonly from: Backend
  readonly to: Backend
  readonly items: readonly SmallFile[]
}

export const mostBatchedBytes = 1024 ** 2
/** The limits of one call. Local copies stream their bytes; bytes from elsewhere are held in memory. */
const mostLocal = { bytes: 32 * 1024 ** 2, files: 1000 }
const mostRemote = { bytes: 4 * 1024 ** 2, files: 250 }
/** On a slow connection, larger files are copied alone and show their progress. */
const mostRemoteBytes = 256 * 1024

/** Tells whether nothing but the item's bytes matters. */
export function canBeBatched(item: OpenItem): item is SmallFile {
  const { kind, isFree, parent, toName, sizeBytes, detail } = item
  if (kind !== 'file' || !isFree || parent === 0 || toName !== undefined) return false
  for (const name in detail) if (name !== 'sums') return false
  return sizeBytes !== undefined && sizeBytes <= mostBatchedBytes
}

/**
 * Groups the items that can be copied together, with a limit for each group. If a mount can't be opened, its files are
 * left out.
 */
export async function makeBatches(deps: BatchDeps, items: readonly SmallFile[], waits: Waits): Promise<FileBatch[]> {
  const ways = new Map<string, Omit<FileBatch, 'items'> | undefined>()
  const groups: (FileBatch & { readonly items: SmallFile[]; bytes: number })[] = []
  for (const item of items) {
    const places = deps.paths.of(item)
    const key = `${places.from.mount}:${places.to.mount}`
    if (!ways.has(key)) ways.set(key, await wayOf(deps, places, waits))
    const way = ways.get(key)
    if (!way || (!isLocal(way) && item.sizeBytes > mostRemoteBytes)) continue
    const { bytes, files } = isLocal(way) ? mostLocal : mostRemote
    const most = { bytes: Math.min(bytes, deps.mostBytes()), files }
    const last = groups.at(-1)
    const isFull = !last || last.bytes + item.sizeBytes > most.bytes || last.items.length >= most.files
    if (last && !isFull && last.from === way.from && last.to === way.to) {
      last.items.push(item)
      last.bytes += item.sizeBytes
    } else groups.push({ ...way, items: [item], bytes: item.sizeBytes })
  }
  return groups
}

async function wayOf({ mounts }: BatchDeps, places: ReturnType<ItemLocations['of']>, waits: Waits) {
  try {
    const { backend: from } = await openLocation(mounts, places.from, waits)
    const { backend: to } = await openLocation(mounts, places.to, waits)
    const isHere = from.localPath !== undefined || to.localPath !== undefined
    return isHere && from.bulk && to.bulk ? { from, to } : undefined
  } catch {
    waits.signal.throwIfAborted()
    return undefined // The reason is found again with each single file.
  }
}

/** Returns the items that were not copied. */
export function copyBatch(deps: BatchDeps, group: FileBatch, waits: Waits): Promise<readonly SmallFile[]> {
  return isLocal(group) ? copyLocally(deps, group, waits) : passOn(deps, group, waits)
}

/** Tells whether the copy stays on this computer. */
export function isLocal({ from, to }: Omit<FileBatch, 'items'>): boolean {
  return from.localPath !== undefined && to.localPath !== undefined && to.bulk?.copy !== undefined
}

const detailOfCopied: DoneDetail = { route: 'bulk', proof: { by: 'size', isTimeKept: true } }

async function copyLocally(deps: BatchDeps, { from, to, items }: FileBatch, { signal }: Waits) {
  const left = new Map<string, SmallFile>()
  const requests: BulkCopy[] = []
  for (const item of items) {
    const places = deps.paths.of(item)
    left.set(places.to.path, item)
    const { sizeBytes, modifiedMs } = item
    try {
      const fromLocalPath = from.localPath?.osPath(places.from.path) ?? ''
      const time = modifiedMs === undefined ? {} : { modifiedMs }
      requests.push({ path: places.to.path, fromLocalPath, sizeBytes, ...time, ifExists: 'fail' })
    } catch {
      // A file with an invalid name is processed alone.
    }
  }
  await deps.pass(bytesOf(items), signal)
  for await (const ends of to.bulk?.copy?.(requests, { signal: deps.late, id: deps.id }) ?? []) {
    const done: SmallFile[] = []
    for (const { path, stored } of ends) {
      const item = left.get(path)
      if (!item || stored?.proof !== 'size' || stored.sizeBytes !== item.sizeBytes) continue
      left.delete(path)
      done.push(item)
    }
    if (done.length > 0) deps.onDone(done, runsOf(done))
  }
  return [...left.values()]
}

function bytesOf(items: readonly SmallFile[]): number {
  return items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
}

function runsOf(items: readonly OpenItem[]): readonly DoneRun[] {
  const runs: { first: number; last: number; readonly detail: DoneDetail }[] = []
  for (const { number } of items.toSorted((a, b) => a.number - b.number)) {
    const run = runs.at(-1)
    if (run?.last === number - 1) run.last = number
    else runs.push({ first: number, last: number, detail: detailOfCopied })
  }
  return runs
}

interface Taken {
  readonly item: SmallFile
  readonly to: OpenedLocation
  readonly request: BulkWrite
  readonly sums: Readonly<Record<string, string>>
}

/** Copies through the memory of this program: reads the whole group, then writes it. */
async function passOn(deps: BatchDeps, group: FileBatch, { signal }: Waits): Promise<readonly SmallFile[]> {
  const left = new Set(group.items)
  const bytes = bytesOf(group.items)
  const giveBack = await deps.buffers.take(bytes, signal)
  try {
    const taken = await readAll(deps, group, { signal })
    await deps.pass(bytes, signal)
    const requests = [...taken.values()].map(({ request }) => request)
    const options = { signal: deps.late, id: deps.id, within: inSlot(deps, signal) }
    for await (const ends of group.to.bulk?.write(requests, options) ?? []) {
      const patches: ItemPatch[] = []
      const done: SmallFile[] = []
      for (const { path, stored } of ends) {
        const found = taken.get(path)
        const detail = found && stored && (await provenDetail(found, stored, deps.late))
        if (!detail) continue
        done.push(found.item)
        left.delete(found.item)
        patches.push({ number: found.item.number, state: 'done', copiedBytes: found.item.sizeBytes, detail })
      }
      if (done.length > 0) deps.onDone(done, patches)
      if (signal.aborted) break
    }
  } finally {
    giveBack()
  }
  return [...left]
}

function inSlot({ fileSlots }: BatchDeps, signal: AbortSignal) {
  setMaxListeners(0, signal) // Each waiter for a slot adds a listener, a few dozen at a time.
  return <T>(request: () => Promise<T>) => fileSlots.within(request, signal)
}

async function readAll(
  deps: BatchDeps,
  { from, to, items }: FileBatch,
  { signal }: Waits,
): Promise<Map<string, Taken>> {
  const byPath = new Map(items.map((item) => [deps.paths.of(item).from.path, item]))
  const taken = new Map<string, Taken>()
  for await (const page of from.bulk?.read([...byPath.keys()], { signal, within: inSlot(deps, signal) }) ?? []) {
    for (const read of page) {
      const item = byPath.get(read.path)
      if (!item || read.failure || read.sizeBytes !== item.sizeBytes) continue
      if (deps.isAsPlanned?.(item, read) === false) continue
      const places = deps.paths.of(item)
      const sums = await sumsOf(read, { ...places.from, backend: from }, item, signal)
      if (!sums) continue
      const modifiedMs = read.modifiedMs ?? item.modifiedMs
      const request = { path: places.to.path, bytes: read.bytes, ifExists: 'fail', isKnownFree: true } as const
      taken.set(request.path, {
        item,
        to: { ...places.to, backend: to },
        request: { ...request, ...known({ modifiedMs }) },
        sums,
      })
    }
  }
  return taken
}

/** Undefined if the bytes are not those that the store has. */
async function sumsOf(read: BulkRead, from: OpenedLocation, { sizeBytes }: SmallFile, signal: AbortSignal) {
  if (read.failure) return undefined
  const check = createSourceCheck(signal)
  check.opened(read)
  check.add(read.bytes)
  return check.end(from, sizeBytes).catch(() => undefined)
}

/** Undefined if the stored file is not what was sent. */
async function provenDetail({ item, to, sums }: Taken, stored: Stored, signal: AbortSignal) {
  try {
    const copied = { route: 'bulk', bytes: item.sizeBytes, stored, sums } as const
    const proven = await prove({ to, ifExists: 'fail', signal }, copied)
    const all = { ...sums, ...proven.stored.sums }
    const { proof: by = 'size', version, modifiedMs } = proven.stored
    return { route: 'bulk', proof: { by, sums: all, ...known({ version, modifiedMs }) } } satisfies DoneDetail
  } catch {
    return undefined
  }
}
