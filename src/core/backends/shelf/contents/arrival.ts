/** Waits for the bytes of a file that is still being written. Runs in a worker thread. */
import { allPieces, type Arriving } from './protocol.ts'

export interface Arrival {
  /** Until so many bytes are there, or no more come. */
  bytes(count: number): Promise<void>
  /** Until no more come. */
  all(): Promise<void>
  isOver(): boolean
}

/** `onOver` is called when it is first seen that no more come. */
export function arrivalOf({ pieces, pieceBytes }: Arriving, onOver: () => void): Arrival {
  let isOver = false
  async function atLeast(count: number): Promise<void> {
    for (let there; (there = Atomics.load(pieces, 0)) < count;) await Atomics.waitAsync(pieces, 0, there).value
    if (isOver || Atomics.load(pieces, 0) < allPieces) return
    isOver = true
    onOver()
  }
  return {
    bytes: (count) => atLeast(Math.ceil(count / pieceBytes)),
    all: () => atLeast(allPieces),
    isOver: () => isOver,
  }
}
