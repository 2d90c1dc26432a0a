/** Collects the bytes of one part. It copies them, because a source may reuse the memory of a chunk. */
export interface PartBuffer {
  readonly length: number
  /** Adds as many bytes as fit, and returns how many. */
  add(chunk: Uint8Array): number
  bytes(): Uint8Array
}

const firstBytes = 64 * 1024

/** Uses at most twice the memory of the bytes it received, because most files are small. */
export function createPartBuffer(capacity: number): PartBuffer {
  let memory = Buffer.alloc(0)
  let length = 0

  function makeRoom(wanted: number) {
    if (wanted <= memory.length) return
    const larger = Buffer.allocUnsafeSlow(Math.min(capacity, Math.max(wanted, memory.length * 2, firstBytes)))
    larger.set(memory.subarray(0, length))
    memory = larger
  }

  return {
    get length() {
      return length
    },
    add(chunk) {
      const taken = chunk.subarray(0, capacity - length)
      makeRoom(length + taken.length)
      memory.set(taken, length)
      length += taken.length
      return taken.length
    },
    bytes: () => memory.subarray(0, length),
  }
}
