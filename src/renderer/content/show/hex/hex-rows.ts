export const bytesPerRow = 16

export interface HexRow {
  readonly offset: string
  readonly bytes: string
  readonly characters: string
}

/**
 * Returns one row of the hex view: the offset, the bytes, and the printable characters. `digits` is the number of
 * digits of the largest offset.
 */
export function hexRow(start: number, bytes: Uint8Array, digits: number): HexRow {
  const pairs = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
  const halves = [pairs.slice(0, 8).join(' '), pairs.slice(8).join(' ')]
  return {
    offset: start.toString(16).padStart(digits, '0'),
    bytes: halves.join('  ').trimEnd(),
    characters: Array.from(bytes, (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '·')).join(''),
  }
}

export function offsetDigits(sizeBytes: number): number {
  return Math.max(8, Math.max(0, sizeBytes - 1).toString(16).length)
}

/** Parses a typed offset, decimal or hexadecimal after `0x`. Returns undefined if it is invalid or beyond the size. */
export function parseOffset(typed: string, sizeBytes: number): number | undefined {
  const plain = typed
    .trim()
    .replaceAll(/[\s_,]/g, '')
    .toLowerCase()
  if (!/^(0x[0-9a-f]{1,13}|\d{1,16})$/.test(plain)) return undefined
  const offset = Number(plain)
  return offset < Math.max(1, sizeBytes) ? offset : undefined
}
