/** Memory of pieces, used again: what is only left to be collected adds up to more than all pieces under way. */
const kept: ArrayBuffer[] = []
const mostKept = 8

export function takeMemory(length: number): Uint8Array {
  const at = kept.findIndex(({ byteLength }) => byteLength >= length && byteLength < 2 * length)
  const [found] = at < 0 ? [] : kept.splice(at, 1)
  return found ? new Uint8Array(found, 0, length) : new Uint8Array(Buffer.allocUnsafeSlow(length).buffer)
}

/** Only by who knows that nobody else has it any more. */
export function giveMemory({ buffer }: Uint8Array): void {
  if (kept.length >= mostKept) kept.shift()
  if (buffer instanceof ArrayBuffer && buffer.byteLength > 0) kept.push(buffer)
}
