/**
 * Handles many small files in few steps. Worker threads process batches with synchronous calls, a few in parallel.
 * Memory holds only a few batches, no matter how many files are requested. `bulk-store.ts` and `bulk-read.ts` process
 * one batch.
 */
import { availableParallelism } from 'node:os'
import { type Failure, failureOf } from '../../../../contract/failure.ts'
import { baseName } from '../../../../contract/location.ts'
import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import type { Backend } from '../../backend.ts'
import type {
  BulkCopy,
  BulkFolder,
  BulkFolderEnd,
  BulkFolderOptions,
  BulkRead,
  BulkStored,
  BulkWrite,
} from '../../facets/bulk.ts'
import { type Batch, batchesOf, type Limits } from './bulk-batches.ts'
import type { BulkAnswer, BulkEnd, BulkJob, StoreFile, StoreJob } from './bulk-protocol.ts'
import workerPath from './bulk-worker.ts?modulePath'
import { bulkFailure } from '../failures/failures.ts'
import { tidyStages } from './bulk-tidy.ts'
import type { OsPath } from '../paths/names.ts'
import { createThreads, type Threads } from '../system/threads.ts'

export type BulkThreads = Threads<BulkJob, BulkAnswer>

const mebibyte = 1024 ** 2
/** Larger files gain nothing from it, and a copy in one call cannot be interrupted. */
const mostBytes = mebibyte
const mostCopyBytes = 64 * mebibyte
/** The maximum for one batch, and so for one flush. */
const mostFiles = 1000
/** The number of folders in one batch. A folder has about a hundred files. */
const usualFoldersAtOnce = 24
const mostThreads = Math.min(4, Math.max(2, availableParallelism()))
/** The time a stopped batch has to clean up before its reader gets the error. A busy disk needs seconds to flush. */
const tidyingMs = 10_000

export const createBulkThreads = (): BulkThreads => createThreads({ path: workerPath, idleLimit: mostThreads })

/** `foldersAtOnce` is the number of folders in one batch. */
export function bulkOf(
  threads: BulkThreads,
  root: string,
  { foldersAtOnce = usualFoldersAtOnce }: { readonly foldersAtOnce?: number } = {},
): NonNullable<Backend['bulk']> {
  const read = {
    root,
    operation: 'local.bulk.read',
    files: mostFiles,
    bytes: Infinity,
    most: Infinity,
    sizeOf: () => 0,
  }
  const write: Limits<BulkWrite> = {
    root,
    operation: 'local.bulk.write',
    files: mostFiles,
    bytes: 8 * mebibyte,
    most: mostBytes,
    sizeOf: ({ bytes }) => bytes.length,
  }
  const copy: Limits<BulkCopy> = {
    root,
    operation: 'local.bulk.copy',
    files: mostFiles,
    bytes: 256 * mebibyte,
    most: mostCopyBytes,
    sizeOf: ({ sizeBytes, isCloneOnly }) => (isCloneOnly ? 0 : sizeBytes),
  }
  const folder: Limits<BulkFolder> = {
    root,
    operation: 'local.bulk.copyFolders',
    files: foldersAtOnce,
    bytes: Infinity,
    most: Infinity,
    sizeOf: () => 0,
  }
  return {
    mostBytes,
    mostCopyBytes,
    read: (paths, options) =>
      run(
        threads,
        batchesOf(
          paths.map((path) => ({ path })),
          read,
        ),
        options,
        readBatch,
      ),
    write: (writes, options) =>
      run(threads, batchesOf(writes, write), options, (...work) => writeBatch(...work, options.id)),
    copy: (copies, options) =>
      run(threads, batchesOf(copies, copy), options, (...work) => copyBatch(...work, options.id)),
    copyFolders: (folders, options) => run(threads, batchesOf(folders, folder), options, copyFolderBatch),
    tidy: (path, id, { signal }) => tidyStages(root, path, id, { signal }),
  }
}

/** `from` is the file whose permissions are copied: the replaced file, or else the source. */
export type TakeRights = (from: OsPath, to: OsPath, options: { readonly isReplaced: boolean }) => Promise<void>

/** Runs one job at a time, because starting a thread for each takes many times as long as the work. */
export function rightsTaker(threads: BulkThreads): TakeRights {
  let last: Promise<unknown> = Promise.resolve()
  async function take(from: OsPath, to: OsPath, isReplaced: boolean) {
    const { ends } = await new Promise<BulkAnswer>((resolve, reject) => {
      threads.run({ kind: 'rights', from, to, isReplaced }, { onMessage: resolve, onLost: reject })
    })
    for (const { error } of ends) if (error) throw Object.assign(new Error(error.message), error)
  }
  return (from, to, { isReplaced }) => {
    const turn = last.then(() => take(from, to, isReplaced))
    last = turn.catch(() => {})
    return turn
  }
}

type Ask = (job: BulkJob, given?: readonly ArrayBuffer[]) => Promise<BulkAnswer>
type Stop = StoreJob['stop']
interface Failed {
  readonly path: string
  readonly failure: Failure
}

/** `rest` is the remaining part of the batch, to be processed when the caller asks for more. */
interface Performed<Item, End> {
  readonly ends: readonly End[]
  readonly rest?: Batch<Item>
}

/** Runs a few batches in parallel. The next one starts when the caller takes a result. */
async function* run<Item extends { readonly path: string }, End>(
  threads: BulkThreads,
  batches: Generator<Batch<Item>>,
  { signal, atOnce = mostThreads }: BulkFolderOptions,
  perform: (batch: Batch<Item>, ask: Ask, stop: Stop) => Promise<Performed<Item, End>>,
): AsyncGenerator<(End | Failed)[]> {
  signal.throwIfAborted()
  const stop = new Int32Array(new SharedArrayBuffer(4))
  const leaves = new Set<() => void>()
  const ask: Ask = (job, given) =>
    new Promise((resolve, reject) => {
      const over = () => leaves.delete(leave)
      const leave = threads.run(
        job,
        { onMessage: (answer) => resolve((over(), answer)), onLost: (error) => reject((over(), error)) },
        given,
      )
      leaves.add(leave)
    })

  const running = new Map<number, Promise<Performed<Item, End | Failed> & { readonly number: number }>>()
  const left: Batch<Item>[] = []
  let count = 0
  async function begin(batch: Batch<Item>, number: number) {
    const { ends, rest } = await perform(batch, ask, stop)
    return { number, ends: [...batch.refused, ...ends], ...(rest && { rest }) }
  }
  function nextBatch(): Batch<Item> | undefined {
    const first = left.shift()
    if (first) return first
    const { value, done } = batches.next()
    return done ? undefined : value
  }
  try {
    for (;;) {
      while (running.size < Math.min(mostThreads, atOnce)) {
        const batch = nextBatch()
        if (!batch) break
        const turn = begin(batch, (count += 1))
        turn.catch(() => {}) // reported to the caller that waits for it, if there still is one
        running.set(count, turn)
      }
      if (running.size === 0) return
      const { number, ends, rest } = await unlessAborted(Promise.race(running.values()), signal)
      running.delete(number)
      if (rest) left.push(rest)
      yield [...ends]
      signal.throwIfAborted()
    }
  } finally {
    Atomics.store(stop, 0, 1)
    if (running.size > 0) await settled(running.values())
    for (const leave of leaves) leave()
  }
}

async function settled(running: Iterable<Promise<unknown>>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const grace = new Promise<void>((resolve) => (timer = setTimeout(resolve, tidyingMs)))
  await Promise.race([Promise.allSettled(running), grace])
  clearTimeout(timer)
}

/** If there are many bytes, the thread returns only the first files. */
async function readBatch(batch: Batch<{ path: string }>, ask: Ask, stop: Stop) {
  const { root, folders, files } = batch
  if (files.length === 0) return { ends: [] }
  const wanted = files.map(({ folder, name }) => ({ folder, name }))
  const { ends, bytes = new Uint8Array() } = await ask({ kind: 'read', root, folders, files: wanted, stop, mostBytes })
  const rest = { root, folders, files: files.slice(ends.length), refused: [] }
  const found = ends.map((end, at): BulkRead => {
    const path = files[at]?.item.path ?? ''
    if (end.error) return { path, failure: failureFor(end, 'local.bulk.read', path) }
    const { start, sizeBytes, modifiedMs } = end
    return { path, sizeBytes, modifiedMs, bytes: bytes.subarray(start, start + sizeBytes) }
  })
  return { ends: found, ...(rest.files.length > 0 && { rest }) }
}

async function writeBatch({ root, folders, files }: Batch<BulkWrite>, ask: Ask, stop: Stop, id: string) {
  if (files.length === 0) return { ends: [] }
  let length = 0
  const wanted = files.map(({ folder, name, item }): StoreFile => {
    const start = length
    length += item.bytes.length
    return { folder, name, start, sizeBytes: item.bytes.length, ...wishesOf(item) }
  })
  // copied once; a view would send its whole buffer to the thread
  const bytes = new Uint8Array(length)
  for (const [at, { start }] of wanted.entries()) bytes.set(files[at]?.item.bytes ?? [], start)
  const { ends } = await ask({ kind: 'store', root, folders, files: wanted, bytes, stop, id }, [bytes.buffer])
  return { ends: ends.map((end, at) => storedOf(end, 'local.bulk.write', files[at]?.item.path ?? '')) }
}

async function copyBatch({ root, folders, files }: Batch<BulkCopy>, ask: Ask, stop: Stop, id: string) {
  if (files.length === 0) return { ends: [] }
  const wanted = files.map(({ folder, name, item }): StoreFile => {
    const { fromLocalPath: from, sizeBytes, isCloneOnly = false } = item
    return { folder, name, from, start: 0, sizeBytes, ...(isCloneOnly && { isCloneOnly }), ...wishesOf(item) }
  })
  const { ends } = await ask({ kind: 'store', root, folders, files: wanted, stop, id })
  return { ends: ends.map((end, at) => storedOf(end, 'local.bulk.copy', files[at]?.item.path ?? '')) }
}

async function copyFolderBatch({ root, folders, files }: Batch<BulkFolder>, ask: Ask, stop: Stop) {
  if (files.length === 0) return { ends: [] }
  const wanted = files.map((file) => {
    const { fromLocalPath: from, id } = file.item
    return { folder: file.folder, name: file.name, from, id }
  })
  const { folders: found = [] } = await ask({ kind: 'folders', root, folders, files: wanted, stop })
  const ends = found.map((end, at): BulkFolderEnd => {
    const path = files[at]?.item.path ?? ''
    if (end.error) return { path, failure: failureFor(end, 'local.bulk.copyFolders', path) }
    return { path, copied: end.copied, left: end.left }
  })
  return { ends }
}

function wishesOf({ ifExists, modifiedMs }: Pick<BulkWrite, 'ifExists' | 'modifiedMs'>) {
  return { mustBeNew: ifExists === 'fail', ...(modifiedMs !== undefined && { modifiedMs }) }
}

function storedOf(end: BulkEnd, operation: string, path: string): BulkStored {
  if (end.error) return { path, failure: failureFor(end, operation, path) }
  const { sizeBytes, modifiedMs } = end
  return { path, stored: { name: baseName(path), kind: 'file', sizeBytes, modifiedMs, proof: 'size' } }
}

function failureFor({ error }: Extract<BulkEnd, { readonly error: object }>, operation: string, path: string): Failure {
  return failureOf(bulkFailure(Object.assign(new Error(error.message), error), operation, path), operation)
}
