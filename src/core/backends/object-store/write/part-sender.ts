/**
 * Sends the parts of a multipart upload, a few at a time: memory holds only those, whatever the size of the file. An upload
 * that fails is aborted, as the store would keep its parts, and charge for them, for ever.
 */
import { createCrew } from '../../../../lib/flow/crew.ts'

export interface PartSender {
  /** Of all requests of the upload. */
  readonly signal: AbortSignal
  /** Resolves when the part is on its way. Throws the first error there was. */
  begin(send: () => Promise<void>): Promise<void>
  /** Resolves when all parts have arrived. */
  finish(): Promise<void>
  /** Ends all requests, then takes back what was sent. Never throws: there is nothing more to be done about it. */
  abort(takeBack: (signal: AbortSignal) => Promise<unknown>): Promise<void>
}

const inFlightBytes = 32 * 1024 ** 2
const takingBackMs = 15_000

/** Most bytes of one upload that are in flight at a time. Two parts always may be. */
export function partsAtOnce(firstPartBytes: number): number {
  return Math.max(2, Math.floor(inFlightBytes / firstPartBytes))
}

export function createPartSender(atOnce: number, signal: AbortSignal): PartSender {
  const ended = new AbortController()
  const crew = createCrew(atOnce)
  return {
    signal: AbortSignal.any([signal, ended.signal]),
    begin: (send) => crew.begin(send),
    finish: () => crew.finish(),
    async abort(takeBack) {
      ended.abort(new Error('the upload is being aborted'))
      await crew.idle() // a part that arrives later would stay
      await takeBack(AbortSignal.timeout(takingBackMs)).catch(() => {})
    },
  }
}
