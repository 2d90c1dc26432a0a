/**
 * Many small files in few steps: batches of them are done by worker threads with synchronous calls, a few side by side.
 * Memory holds a few batches, whatever is asked for. What happens to a batch is in `bulk-store.ts` and `bulk-read.ts`.
 */
import { availableParallelism } from 'node:os'
import { type Failure, failureOf } from '../../../contract/failure.ts'
import { baseName } from '../../../contract/location.ts'
import { unlessAborted } from '../../../lib/unless-aborted.ts'
import type { Backend, BulkCopy, BulkRead, BulkStored, BulkWrite, Waits } from '../backend.ts'
import { type Batch, batchesOf, type Limits } from './bulk-batches.ts'
import type { BulkAnswer, BulkEnd, BulkJob, StoreFile } from './bulk-protocol.ts'
import workerPath from './bulk-worker.ts?modulePath'
import { bulkFailure } from './failures.ts'
import { createThreads, type Threads } from './threads.ts'

export type BulkThreads = Threads<BulkJob, BulkAnswer>

const mebibyte = 1024 ** 2
/** Larger ones gain nothing by it; and a copy in one call can't be stopped. */
const mostBytes = mebibyte
const mostCopyBytes = 64 * mebibyte
/** In one batch, and so in one flush of the disk. */
const mostFiles = 1000
const lanes = Math.min(4, Math.max(2, availableParallelism()))
/** How long a stopped batch may take to tidy up before its reader is told. */
const tidyingMs = 2000

export const createBulkThreads = (): BulkThreads => createThreads({ path: workerPath, idleLimit: lanes })

export function bulkOf(threads: BulkThreads, root: string): NonNullable<Backend['bulk']> {
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
    sizeOf: ({ sizeBytes }) => sizeBytes,
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
    write: (orders, options) => run(threads, batchesOf(orders, write), options, writeBatch),
    copy: (orders, options) => run(threads, batchesOf(orders, copy), options, copyBatch),
  }
}

type Ask = (job: BulkJob, given?: readonly ArrayBuffer[]) => Promise<BulkAnswer>
type Stop = BulkJob['stop']
interface Failed {
  readonly path: string
  readonly failure: Failure
}

/** A few batches at once, the next one when somebody takes what the last one gave. */
async function* run<Item extends { readonly path: string }, End>(
  threads: BulkThreads,
  batches: Generator<Batch<Item>>,
  { signal }: Waits,
  perform: (batch: Batch<Item>, ask: Ask, stop: Stop) => Promise<End[]>,
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

  const running = new Map<number, Promise<{ readonly number: number; readonly ends: (End | Failed)[] }>>()
  let count = 0
  async function begin(batch: Batch<Item>, number: number) {
    return { number, ends: [...batch.refused, ...(await perform(batch, ask, stop))] }
  }
  try {
    for (;;) {
      while (running.size < lanes) {
        const { value, done } = batches.next()
        if (done) break
        const turn = begin(value, (count += 1))
        turn.catch(() => {}) // seen by whoever waits for it, if anybody still does
        running.set(count, turn)
      }
      if (running.size === 0) return
      const { number, ends } = await unlessAborted(Promise.race(running.values()), signal)
      running.delete(number)
      yield ends
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

/** Many bytes come in more than one answer. */
async function readBatch({ root, folders, files }: Batch<{ path: string }>, ask: Ask, stop: Stop): Promise<BulkRead[]> {
  const all: BulkRead[] = []
  for (let at = 0; at < files.length && Atomics.load(stop, 0) === 0;) {
    const rest = files.slice(at).map(({ folder, name }) => ({ folder, name }))
    const { ends, bytes = new Uint8Array() } = await ask({ kind: 'read', root, folders, files: rest, stop, mostBytes })
    for (const end of ends) {
      const path = files[at]?.item.path ?? ''
      at += 1
      if (end.error) all.push({ path, failure: failureFor(end, 'local.bulk.read', path) })
      else all.push({ path, ...factsOf(end), bytes: bytes.subarray(end.start, end.start + end.sizeBytes) })
    }
  }
  return all
}

async function writeBatch({ root, folders, files }: Batch<BulkWrite>, ask: Ask, stop: Stop): Promise<BulkStored[]> {
  if (files.length === 0) return []
  let length = 0
  const wanted = files.map(({ folder, name, item }): StoreFile => {
    const start = length
    length += item.bytes.length
    return { folder, name, start, sizeBytes: item.bytes.length, ...wishesOf(item) }
  })
  // copied once: a part of a larger memory would cross to the thread with all of it
  const bytes = new Uint8Array(length)
  for (const [at, { start }] of wanted.entries()) bytes.set(files[at]?.item.bytes ?? [], start)
  const { ends } = await ask({ kind: 'store', root, folders, files: wanted, bytes, stop }, [bytes.buffer])
  return ends.map((end, at) => storedOf(end, 'local.bulk.write', files[at]?.item.path ?? ''))
}

async function copyBatch({ root, folders, files }: Batch<BulkCopy>, ask: Ask, stop: Stop): Promise<BulkStored[]> {
  if (files.length === 0) return []
  const wanted = files.map(({ folder, name, item }): StoreFile => {
    const { fromLocalPath: from, sizeBytes } = item
    return { folder, name, from, start: 0, sizeBytes, ...wishesOf(item) }
  })
  const { ends } = await ask({ kind: 'store', root, folders, files: wanted, stop })
  return ends.map((end, at) => storedOf(end, 'local.bulk.copy', files[at]?.item.path ?? ''))
}

function wishesOf({ ifExists, modifiedMs }: Pick<BulkWrite, 'ifExists' | 'modifiedMs'>) {
  return { mustBeNew: ifExists === 'fail', ...(modifiedMs !== undefined && { modifiedMs }) }
}

function storedOf(end: BulkEnd, operation: string, path: string): BulkStored {
  if (end.error) return { path, failure: failureFor(end, operation, path) }
  return { path, stored: { name: baseName(path), kind: 'file', ...factsOf(end), proof: 'size' } }
}

function factsOf({ sizeBytes, modifiedMs }: Extract<BulkEnd, { readonly sizeBytes: number }>) {
  return { sizeBytes, modifiedMs }
}

function failureFor({ error }: Extract<BulkEnd, { readonly error: object }>, operation: string, path: string): Failure {
  return failureOf(bulkFailure(Object.assign(new Error(error.message), error), operation, path), operation)
}
