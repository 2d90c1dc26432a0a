/** Waits for the bytes of a file that is still being written. Runs in a worker thread. */
import { allPieces, type Arriving } from './protocol.ts'

export interface Arrival {
  /** Waits until this many bytes exist, or the file is complete. */
  bytes(count: number): Promise<void>
  /** Waits until the file is complete. */
  all(): Promise<void>
  isOver(): boolean
}

/** `onOver` is called when the file is first seen to be complete. */
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
