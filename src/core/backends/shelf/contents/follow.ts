/** Stores the content of a file while it is written, so that little work is left when its last bytes arrive. */
import type { Waits } from '../../backend.ts'
import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import { allPieces, type Arriving, type Kept } from './protocol.ts'

export interface Following {
  /** Reports that this many pieces, from the first one on, exist and will not be written again. */
  arrived(count: number): void
  /** Reports that the file is complete. Throws the system's errors. */
  end(options: Waits): Promise<Kept>
  /** Stops and removes what was staged. */
  drop(): Promise<void>
}

type Keep = (options: Waits & { readonly arriving: Arriving }) => Promise<Kept>

export function followFile(keep: Keep, pieceBytes: number): Following {
  const stop = new AbortController()
  const pieces = new Int32Array(new SharedArrayBuffer(4))
  const kept = keep({ signal: stop.signal, arriving: { pieces, pieceBytes } })
  kept.catch(() => {}) // awaited in `end`
  function arrived(count: number): void {
    Atomics.store(pieces, 0, count)
    Atomics.notify(pieces, 0)
  }
  async function drop(): Promise<void> {
    stop.abort(new Error('the file is not kept'))
    arrived(allPieces)
    await kept.catch(() => {})
  }
  return {
    arrived,
    async end({ signal }) {
      arrived(allPieces)
      try {
        return await unlessAborted(kept, signal)
      } catch (error) {
        await drop()
        throw error
      }
    },
    drop,
  }
}
