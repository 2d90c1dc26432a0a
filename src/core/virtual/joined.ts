/**
 * Joins several files into one. Ranges are located by the sizes of the parts, and only the parts in a range are read.
 */
import type { VirtualPart } from '../../contract/virtual-mount.ts'
import type { Waits } from '../backends/backend.ts'
import { bytesOfPart, type KnownParts, lookAtParts, type OpenPart } from './parts.ts'
import type { MadeFile, Maker } from './virtual-backend.ts'

export function createJoiner(parts: readonly VirtualPart[], openPart: OpenPart): Maker {
  let last: KnownParts | undefined

  return async (wanted, waits) => {
    // A known state need not be checked again for each piece, because each part is read only in that state.
    if (wanted === undefined || last?.mark !== wanted) last = await lookAtParts(parts, openPart, waits)
    return joined(last, openPart)
  }
}

function joined({ parts, mark }: KnownParts, openPart: OpenPart): MadeFile {
  const times = parts.map(({ modifiedMs }) => modifiedMs).filter((time) => time !== undefined)

  async function* bytes(offset: number, length: number, { signal }: Waits): AsyncGenerator<Uint8Array> {
    let begin = 0
    let left = length
    for (const known of parts) {
      const from = Math.max(0, offset - begin)
      begin += known.sizeBytes
      if (from >= known.sizeBytes && (from > 0 || known.sizeBytes > 0)) continue
      if (left <= 0) return
      for await (const chunk of bytesOfPart(known, openPart, { offset: from, signal })) {
        yield chunk.length > left ? chunk.subarray(0, left) : chunk
        left -= chunk.length
        if (left <= 0) break
      }
    }
  }

  return {
    mark,
    sizeBytes: parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    ...(times.length === parts.length && { modifiedMs: Math.max(...times) }),
    bytes,
  }
}
