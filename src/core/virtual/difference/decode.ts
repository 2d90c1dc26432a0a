/** Decodes bytes as text for comparing. */

/** A file with a zero byte in this many first bytes is not text. */
const looksAt = 8192

export interface DecodedText {
  readonly text: string
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin-1'
}

/** Decodes by the byte-order mark, else as UTF-8 if valid, else as Latin-1. Undefined for a binary file. */
export function decodeText(bytes: Uint8Array): DecodedText | undefined {
  const encoding = markedEncoding(bytes)
  if (encoding) return { text: new TextDecoder(encoding).decode(bytes), encoding }
  if (bytes.subarray(0, looksAt).includes(0)) return undefined
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' }
  } catch {
    return { text: Buffer.from(bytes).toString('latin1'), encoding: 'latin-1' }
  }
}

function markedEncoding([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined
}
