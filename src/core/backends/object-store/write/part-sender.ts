/**
 * Sends the parts of a multipart upload, a few at a time, so that memory holds only those, for a file of any size. A
 * failed upload is aborted, because the store would keep its parts, and charge for them, permanently.
 */
import { createWorkerPool } from '../../../../lib/flow/worker-pool.ts'

export interface PartSender {
  /** The signal for all requests of the upload. */
  readonly signal: AbortSignal
  /** Resolves when the part is being sent. Throws the first error so far. */
  begin(send: () => Promise<void>): Promise<void>
  /** Resolves when all parts have arrived. */
  finish(): Promise<void>
  /** Stops all requests, then removes what was sent. Never throws, because nothing more can be done about it. */
  abort(takeBack: (signal: AbortSignal) => Promise<unknown>): Promise<void>
}

const inFlightBytes = 32 * 1024 ** 2
const takingBackMs = 15_000

/** The maximum number of parts in flight for one upload, limited by their bytes but at least two. */
export function partsAtOnce(firstPartBytes: number): number {
  return Math.max(2, Math.floor(inFlightBytes / firstPartBytes))
}

export function createPartSender(atOnce: number, signal: AbortSignal): PartSender {
  const ended = new AbortController()
  const workers = createWorkerPool(atOnce)
  return {
    signal: AbortSignal.any([signal, ended.signal]),
    begin: (send) => workers.begin(send),
    finish: () => workers.finish(),
    async abort(takeBack) {
      ended.abort(new Error('the upload is being aborted'))
      await workers.idle() // a part that arrives later would stay
      await takeBack(AbortSignal.timeout(takingBackMs)).catch(() => {})
    },
  }
}
