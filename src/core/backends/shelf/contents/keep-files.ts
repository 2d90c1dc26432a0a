/** Reads files and stages their contents: the part that runs in a worker thread. Nothing here has a name yet. */
import { createHash } from 'node:crypto'
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fchmodSync,
  fstatSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { OsPath } from '../../backend.ts'
import { plain } from '../../local/bulk/bulk-read.ts'
import { ownError } from '../../local/failures/error-code.ts'
import { stateOf } from '../file-state.ts'
import { cutAt, largeBytes, mostChunkBytes } from './cut.ts'
import { contentPath, newStage } from './places.ts'
import type { Chunk, KeepJob, Kept, NotKept, Places, Saved, Stage } from './protocol.ts'

/** So many bytes are staged before they are flushed, beside the next ones. */
const groupBytes = 64 * 1024 ** 2
const mostTries = 3
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants

let scratch: Buffer | undefined

export function keepFiles(job: KeepJob, tell: (stages: readonly Stage[]) => void): readonly (Kept | NotKept)[] {
  const stages = createStages(job.places, tell)
  const isStopped = () => Atomics.load(job.stop, 0) !== 0
  const kept = job.files.map((path) => {
    try {
      if (isStopped()) throw ownError('STOPPED')
      return keepOne(path, job, stages, isStopped)
    } catch (error) {
      return { error: plain(error) }
    }
  })
  stages.end()
  return kept
}

function keepOne(path: OsPath, { mayShare }: KeepJob, stages: Stages, isStopped: () => boolean): Kept {
  const file = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  try {
    for (let tries = 1; ; tries += 1) {
      const opened = fstatSync(file, { bigint: true })
      if (!opened.isFile()) throw ownError('NOTFILE')
      const before = stateOf(opened)
      const saved = (mayShare && shareBlocks(path, stages, isStopped)) || keepBytes(file, stages, isStopped)
      const after = stateOf(fstatSync(file, { bigint: true }))
      const isOne = before.identity === after.identity && saved.sizeBytes === after.sizeBytes
      if (isOne) return { ...saved, state: after }
      if (tries === mostTries) return saved
    }
  } finally {
    closeSync(file)
  }
}

/** Whole where it is small, else in chunks. Memory holds a few of them. */
function keepBytes(file: number, stages: Stages, isStopped: () => boolean): Saved {
  const block = (scratch ??= Buffer.allocUnsafeSlow(largeBytes))
  let filled = fill(file, block, 0, 0)
  const whole = createHash('sha256').update(block.subarray(0, filled))
  if (filled < largeBytes) {
    const sum = whole.digest('hex')
    stages.add(sum, block.subarray(0, filled))
    return { sum, sizeBytes: filled }
  }
  const chunks: Chunk[] = []
  let sizeBytes = filled
  for (let at = 0; ;) {
    if (isStopped()) throw ownError('STOPPED')
    if (filled - at < mostChunkBytes) {
      block.copyWithin(0, at, filled)
      const rest = filled - at
      filled = fill(file, block, rest, sizeBytes)
      whole.update(block.subarray(rest, filled))
      sizeBytes += filled - rest
      at = 0
    }
    if (at === filled) return { sum: whole.digest('hex'), sizeBytes, chunks }
    const end = cutAt(block, at, filled)
    const bytes = block.subarray(at, end)
    const sum = createHash('sha256').update(bytes).digest('hex')
    stages.add(sum, bytes)
    chunks.push({ sum, sizeBytes: bytes.length })
    at = end
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

type Stages = ReturnType<typeof createStages>

/** What is kept already, or staged by the same job, is not staged again. */
function createStages({ content, staged }: Places, tell: (stages: readonly Stage[]) => void) {
  const known = new Set<string>()
  let group: Stage[] = []
  let bytesIn = 0
  function end(): void {
    if (group.length > 0) tell(group)
    group = []
    bytesIn = 0
  }
  function isKnown(sum: string): boolean {
    return known.has(sum) || existsSync(join(content, contentPath(sum)))
  }
  function note(path: string, sum: string, sizeBytes: number): void {
    known.add(sum)
    group.push({ path, sum })
    bytesIn += sizeBytes
    if (bytesIn >= groupBytes) end()
  }
  return {
    end,
    next: () => newStage(staged),
    add(sum: string, bytes: Uint8Array): void {
      if (isKnown(sum)) return
      const path = newStage(staged)
      writeNew(path, bytes)
      note(path, sum, bytes.length)
    },
    take(path: string, sum: string): void {
      if (isKnown(sum)) rmSync(path)
      else note(path, sum, 0)
    },
  }
}

function writeNew(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'wx', 0o600)
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  } finally {
    closeSync(file)
  }
}
