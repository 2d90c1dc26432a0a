/** Reads files and stages their contents: the part that runs in a worker thread. The stages get no names here. */
import { createHash } from 'node:crypto'
import { closeSync, constants, copyFileSync, fchmodSync, fstatSync, openSync, readSync, rmSync } from 'node:fs'
import type { OsPath } from '../../backend.ts'
import { plain } from '../../local/bulk/bulk-read.ts'
import { ownError } from '../../local/failures/error-code.ts'
import { systemCalls } from '../../local/system/system-calls.ts'
import { stateOf } from '../file-state.ts'
import { type ChunkThread, createChunkThread } from './chunk-thread.ts'
import { cutAt, largeBytes, mostChunkBytes } from './cut.ts'
import { type Arrival, arrivalOf } from './arrival.ts'
import type { Chunk, KeepJob, Kept, NotKept, Saved, Stage } from './protocol.ts'
import { createStages, type Stages } from './stages.ts'

const mostTries = 3
const blockBytes = largeBytes
/** The number of blocks in memory. */
const mostBlocks = 4
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants

/** Shared with the thread that stores chunks. */
const blocks: Buffer[] = []
function blockAt(number: number): Buffer {
  return (blocks[number % mostBlocks] ??= Buffer.from(new SharedArrayBuffer(blockBytes)))
}
let chunkThread: ChunkThread | undefined

export async function keepFiles(
  job: KeepJob,
  tell: (stages: readonly Stage[]) => void,
): Promise<readonly (Kept | NotKept)[]> {
  const stages = createStages(job.places, tell)
  const isStopped = () => Atomics.load(job.stop, 0) !== 0
  const kept: (Kept | NotKept)[] = []
  for (const path of job.files) {
    try {
      if (isStopped()) throw ownError('STOPPED')
      kept.push(await keepOne(path, job, stages, isStopped))
    } catch (error) {
      kept.push({ error: plain(error) })
    }
  }
  stages.end()
  return kept
}

async function keepOne(path: OsPath, job: KeepJob, stages: Stages, isStopped: () => boolean): Promise<Kept> {
  const file = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  const state = () => stateOf(fstatSync(file, { bigint: true }))
  try {
    if (!fstatSync(file).isFile()) throw ownError('NOTFILE')
    for (let tries = 1; ; tries += 1) {
      let before = state()
      const arrival = tries === 1 && job.arriving ? arrivalOf(job.arriving, () => (before = state())) : undefined
      const reading = { ...job, file, isStopped, ...(arrival && { arrival }) }
      const saved = (job.mayShare && shareBlocks(path, stages, isStopped)) || (await keepBytes(reading, stages))
      const after = state()
      const isOne = before.identity === after.identity && saved.sizeBytes === after.sizeBytes
      if (isOne) return { ...saved, state: after }
      if (tries === mostTries) return saved
    }
  } finally {
    closeSync(file)
  }
}

interface Reading extends Pick<KeepJob, 'places' | 'chunkWorkerPath'> {
  readonly file: number
  readonly isStopped: () => boolean
  /** Absent for a complete file. */
  readonly arrival?: Arrival
}

/** Stores a small content whole, and a large one in chunks. */
async function keepBytes(reading: Reading, stages: Stages): Promise<Saved> {
  const block = blockAt(0)
  const filled = await fill(reading, block, 0, 0)
  if (filled >= largeBytes) return keepChunks(reading, filled, stages)
  const bytes = block.subarray(0, filled)
  const sum = createHash('sha256').update(bytes).digest('hex')
  stages.add(sum, bytes)
  return { sum, sizeBytes: filled }
}

/**
 * Stores a content in chunks. The first block already contains `filled` bytes. The chunks of one block are stored while
 * the next blocks are read and cut.
 */
async function keepChunks(reading: Reading, filled: number, stages: Stages): Promise<Saved> {
  const { places, chunkWorkerPath } = reading
  const keep = (chunkThread ??= createChunkThread(chunkWorkerPath))
  const whole = createHash('sha256')
  const chunks: Chunk[] = []
  const pending: Promise<void>[] = []
  async function save(bytes: Uint8Array, ends: readonly number[]): Promise<void> {
    const kept = await keep({ places, bytes, ends, isFirst: pending.length === 0 })
    const sizes = new Map(kept.sums.map((sum, at) => [sum, (ends[at] ?? 0) - (ends[at - 1] ?? 0)]))
    for (const stage of kept.stages) stages.note(stage, sizes.get(stage.sum) ?? 0)
    if (kept.error) throw Object.assign(new Error(kept.error.message), kept.error)
    for (const [at, sum] of kept.sums.entries()) chunks.push({ sum, sizeBytes: (ends[at] ?? 0) - (ends[at - 1] ?? 0) })
  }
  try {
    for (let sizeBytes = filled, number = 0; ; number += 1) {
      const block = blockAt(number)
      const isLast = filled < block.length
      const ends = cutsOf(block.subarray(0, filled), isLast)
      const end = ends.at(-1) ?? 0
      const bytes = block.subarray(0, end)
      const saving = save(bytes, ends)
      saving.catch(() => {}) // awaited below
      pending.push(saving)
      whole.update(bytes)
      if (isLast) {
        await Promise.all(pending)
        return { sum: whole.digest('hex'), sizeBytes, chunks }
      }
      await pending[number + 1 - mostBlocks]
      const next = blockAt(number + 1)
      block.copy(next, 0, end, filled)
      const rest = filled - end
      filled = await fill(reading, next, rest, sizeBytes)
      sizeBytes += filled - rest
    }
  } finally {
    await Promise.allSettled(pending)
  }
}

/**
 * Returns where chunks end. Bytes at the end that may not be a whole chunk are left over, unless the content ends
 * there.
 */
function cutsOf(bytes: Uint8Array, isLast: boolean): readonly number[] {
  const ends: number[] = []
  const last = isLast ? bytes.length : bytes.length - mostChunkBytes + 1
  for (let at = 0; at < last;) ends.push((at = cutAt(bytes, at, bytes.length)))
  return ends
}

/** Fills the block with the bytes that exist or are still arriving. Returns the end of the filled part. */
async function fill(
  { file, isStopped, arrival }: Reading,
  block: Buffer,
  from: number,
  position: number,
): Promise<number> {
  await arrival?.bytes(position + block.length - from)
  for (let at = from; ;) {
    if (isStopped()) throw ownError('STOPPED')
    const read = at < block.length ? readSync(file, block, at, block.length - at, position + at - from) : 0
    at += read
    if (read > 0) continue
    if (arrival) systemCalls()?.beginFlush(file, position, at - from) // the file must be on the disk before it gets its name
    if (at === block.length || !arrival || arrival.isOver()) return at
    await arrival.all() // the file may end at a hole that no later bytes have been written after yet
  }
}

/** Copies the whole file with shared blocks. Undefined if the disk cannot do this. */
function shareBlocks(path: OsPath, stages: Stages, isStopped: () => boolean): Saved | undefined {
  const stage = stages.next()
  try {
    copyFileSync(path, stage, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE_FORCE)
  } catch {
    rmSync(stage, { force: true })
    return undefined
  }
  const file = openSync(stage, 'r+')
  try {
    fchmodSync(file, 0o600)
    const block = blockAt(0)
    const hash = createHash('sha256')
    let sizeBytes = 0
    for (let read; (read = readSync(file, block, 0, block.length, sizeBytes)) > 0; sizeBytes += read) {
      if (isStopped()) throw ownError('STOPPED')
      hash.update(block.subarray(0, read))
    }
    const sum = hash.digest('hex')
    stages.take(stage, sum)
    return { sum, sizeBytes }
  } catch (error) {
    rmSync(stage, { force: true })
    throw error
  } finally {
    closeSync(file)
  }
}
