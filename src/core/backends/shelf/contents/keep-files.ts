/** Reads files and stages their contents: the part that runs in a worker thread. Nothing here has a name yet. */
import { createHash, type Hash } from 'node:crypto'
import { closeSync, constants, copyFileSync, fchmodSync, fstatSync, openSync, readSync, rmSync } from 'node:fs'
import type { OsPath } from '../../backend.ts'
import { plain } from '../../local/bulk/bulk-read.ts'
import { ownError } from '../../local/failures/error-code.ts'
import { stateOf } from '../file-state.ts'
import { cutAt, largeBytes, mostChunkBytes } from './cut.ts'
import type { Chunk, KeepJob, Kept, NotKept, Saved, Stage } from './protocol.ts'
import { createStages, type Stages } from './stages.ts'

const mostTries = 3
/** Chunks that are being hashed or written. */
const mostPending = 6
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants

let scratch: Buffer | undefined

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

async function keepOne(path: OsPath, { mayShare }: KeepJob, stages: Stages, isStopped: () => boolean): Promise<Kept> {
  const file = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  try {
    for (let tries = 1; ; tries += 1) {
      const opened = fstatSync(file, { bigint: true })
      if (!opened.isFile()) throw ownError('NOTFILE')
      const before = stateOf(opened)
      const saved = (mayShare && shareBlocks(path, stages, isStopped)) || (await keepBytes(file, stages, isStopped))
      const after = stateOf(fstatSync(file, { bigint: true }))
      const isOne = before.identity === after.identity && saved.sizeBytes === after.sizeBytes
      if (isOne) return { ...saved, state: after }
      if (tries === mostTries) return saved
    }
  } finally {
    closeSync(file)
  }
}

/** Whole where it is small, else in chunks. */
async function keepBytes(file: number, stages: Stages, isStopped: () => boolean): Promise<Saved> {
  const block = (scratch ??= Buffer.allocUnsafeSlow(largeBytes))
  const filled = fill(file, block, 0, 0)
  const whole = createHash('sha256').update(block.subarray(0, filled))
  if (filled === largeBytes) return keepChunks(file, { block, whole }, stages, isStopped)
  const sum = whole.digest('hex')
  stages.add(sum, block.subarray(0, filled))
  return { sum, sizeBytes: filled }
}

interface Begun {
  /** Full. */
  readonly block: Buffer
  readonly whole: Hash
}

/** Chunks are hashed and written by other threads meanwhile. Memory holds a few of them. */
async function keepChunks(file: number, { block, whole }: Begun, stages: Stages, isStopped: () => boolean) {
  const chunks: Chunk[] = []
  const pending = new Set<Promise<unknown>>()
  async function save(bytes: Uint8Array<ArrayBuffer>, number: number): Promise<void> {
    chunks[number] = { sum: await stages.addChunk(bytes), sizeBytes: bytes.length }
  }
  let filled = block.length
  let sizeBytes = filled
  try {
    for (let at = 0, number = 0; ; number += 1) {
      if (isStopped()) throw ownError('STOPPED')
      if (filled - at < mostChunkBytes) {
        block.copyWithin(0, at, filled)
        const rest = filled - at
        filled = fill(file, block, rest, sizeBytes)
        whole.update(block.subarray(rest, filled))
        sizeBytes += filled - rest
        at = 0
      }
      if (at === filled) break
      const end = cutAt(block, at, filled)
      const saving = save(new Uint8Array(block.subarray(at, end)), number).finally(() => pending.delete(saving))
      pending.add(saving)
      if (pending.size >= mostPending) await Promise.race(pending)
      at = end
    }
    await Promise.all(pending)
    return { sum: whole.digest('hex'), sizeBytes, chunks }
  } finally {
    await Promise.allSettled(pending)
  }
}

/** As much as there is and has room. Gives where it ends. */
function fill(file: number, block: Buffer, from: number, position: number): number {
  for (let at = from; ;) {
    const read = at < block.length ? readSync(file, block, at, block.length - at, position + at - from) : 0
    if (read === 0) return at
    at += read
  }
}

/** The whole file without room of its own; undefined where the disk can't. */
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
    const block = (scratch ??= Buffer.allocUnsafeSlow(largeBytes))
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
