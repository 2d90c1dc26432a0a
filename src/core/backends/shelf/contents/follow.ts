/** A file is kept while it is written: when its last bytes come, little is left to be done. */
import type { Waits } from '../../backend.ts'
import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import { allPieces, type Arriving, type Kept } from './protocol.ts'

export interface Following {
  /** So many pieces, from the first one on, are there, and will not be written again. */
  arrived(count: number): void
  /** Nothing more comes. Throws what the system does. */
  end(options: Waits): Promise<Kept>
  /** What was staged is gone then. */
  drop(): Promise<void>
}

type Keep = (options: Waits & { readonly arriving: Arriving }) => Promise<Kept>

export function followFile(keep: Keep, pieceBytes: number): Following {
  const stop = new AbortController()
  const pieces = new Int32Array(new SharedArrayBuffer(4))
  const kept = keep({ signal: stop.signal, arriving: { pieces, pieceBytes } })
  kept.catch(() => {}) // seen at the end
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
