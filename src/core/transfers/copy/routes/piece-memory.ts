/**
 * A pool of buffers for pieces. Without reuse, buffers that wait for garbage collection use more memory than all pieces
 * in progress.
 */
const kept: ArrayBuffer[] = []
const mostKept = 8

export function takeMemory(length: number): Uint8Array {
  const at = kept.findIndex(({ byteLength }) => byteLength >= length && byteLength < 2 * length)
  const [found] = at < 0 ? [] : kept.splice(at, 1)
  return found ? new Uint8Array(found, 0, length) : new Uint8Array(Buffer.allocUnsafeSlow(length).buffer)
}

/** Returns a buffer to the pool. The caller must be its only user. */
export function giveMemory({ buffer }: Uint8Array): void {
  if (kept.length >= mostKept) kept.shift()
  if (buffer instanceof ArrayBuffer && buffer.byteLength > 0) kept.push(buffer)
}
