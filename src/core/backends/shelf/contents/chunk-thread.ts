/**
 * Half of the work with a large content is done by another thread, on the same memory: it hashes and stages the chunks, while the
 * next bytes are read, hashed for the sum of the whole, and cut.
 */
import { Worker } from 'node:worker_threads'
import type { NotKept, Places, Stage } from './protocol.ts'

export interface ChunkJob {
  readonly places: Places
  /** In shared memory. */
  readonly bytes: Uint8Array
  /** Where the chunks end. */
  readonly ends: readonly number[]
  /** Of a content. */
  readonly isFirst: boolean
}

export interface ChunkAnswer {
  /** Of the chunks. */
  readonly sums: readonly string[]
  /** What was staged of them, also when it failed. */
  readonly stages: readonly Stage[]
  readonly error?: NotKept['error']
}

interface Waiting {
  resolve(answer: ChunkAnswer): void
  reject(error: Error): void
}

export type ChunkThread = (job: ChunkJob) => Promise<ChunkAnswer>

/** Jobs are done in their order. The thread starts with the first one, and is kept. */
export function createChunkThread(workerPath: string): ChunkThread {
  let worker: Worker | undefined
  const waiting: Waiting[] = []
  function start(): Worker {
    const started = new Worker(workerPath)
    const lose = (error: Error) => {
      if (worker !== started) return // told already
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
