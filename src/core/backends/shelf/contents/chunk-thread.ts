/**
 * A second thread does half of the work for a large content, on shared memory: it hashes and stages the chunks.
 * Meanwhile the first thread reads the next bytes, adds them to the checksum of the whole, and cuts them.
 */
import { Worker } from 'node:worker_threads'
import type { NotKept, Places, Stage } from './protocol.ts'

export interface ChunkJob {
  readonly places: Places
  /** In shared memory. */
  readonly bytes: Uint8Array
  /** The offsets at which the chunks end. */
  readonly ends: readonly number[]
  /** True for the first block of a content. */
  readonly isFirst: boolean
}

export interface ChunkAnswer {
  /** The checksums of the chunks. */
  readonly sums: readonly string[]
  /** The chunks that were staged, even if the job failed. */
  readonly stages: readonly Stage[]
  readonly error?: NotKept['error']
}

interface Waiting {
  resolve(answer: ChunkAnswer): void
  reject(error: Error): void
}

export type ChunkThread = (job: ChunkJob) => Promise<ChunkAnswer>

/** Creates a thread that runs jobs in order. It starts with the first job and then stays. */
export function createChunkThread(workerPath: string): ChunkThread {
  let worker: Worker | undefined
  const waiting: Waiting[] = []
  function start(): Worker {
    const started = new Worker(workerPath)
    const lose = (error: Error) => {
      if (worker !== started) return // already reported
      worker = undefined
      for (const one of waiting.splice(0)) one.reject(error)
    }
    return started
      .on('message', (answer: ChunkAnswer) => waiting.shift()?.resolve(answer))
      .on('error', lose)
      .on('exit', () => lose(new Error('the thread that keeps chunks ended')))
  }
  return async (job) =>
    new Promise((resolve, reject) => {
      worker ??= start()
      waiting.push({ resolve, reject })
      worker.postMessage(job, [])
    })
}
