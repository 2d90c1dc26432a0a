/** A text with the facts that are needed to write it back in the same format. */
export interface TextFile {
  /** The text, with `\n` as the line break. */
  readonly text: string
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be'
  /** True if the file begins with a byte order mark. */
  readonly hasMark: boolean
  /** The line break that is written between lines. */
  readonly lineBreak: '\n' | '\r\n' | '\r'
  /** True if the file contains several kinds of line breaks. Saving replaces them with a single kind. */
  readonly isMixed: boolean
}

/**
 * The maximum size in bytes of a file that can be edited: the whole text is in memory, and every change is rendered.
 */
export const longestEdit = 5_000_000

/**
 * Decodes a text file. Returns undefined for bytes that are not text, and for text that would change when it is written
 * back.
 */
export function readTextFile(bytes: Uint8Array): TextFile | undefined {
  const encoding = encodingOf(bytes)
  try {
    const decoded = new TextDecoder(encoding.name, { fatal: true, ignoreBOM: true }).decode(
      bytes.subarray(encoding.markBytes),
    )
    if (/[\0\ufffe\uffff]/.test(decoded)) return undefined
    return {
      text: decoded.replaceAll(/\r\n|\r/g, '\n'),
      encoding: encoding.name,
      hasMark: encoding.markBytes > 0,
      ...lineBreaksOf(decoded),
    }
  } catch {
    return undefined
  }
}

/** Encodes a text with the encoding and the line breaks of its original file. */
export function writeTextFile(
  text: string,
  { encoding, hasMark, lineBreak }: Pick<TextFile, 'encoding' | 'hasMark' | 'lineBreak'>,
): Uint8Array<ArrayBuffer> {
  const whole = (hasMark ? '\ufeff' : '') + (lineBreak === '\n' ? text : text.replaceAll('\n', lineBreak))
  if (encoding === 'utf-8') return new TextEncoder().encode(whole)
  const view = new DataView(new ArrayBuffer(whole.length * 2))
  for (let at = 0; at < whole.length; at++) view.setUint16(at * 2, whole.charCodeAt(at), encoding === 'utf-16le')
  return new Uint8Array(view.buffer)
}

function encodingOf(bytes: Uint8Array): { readonly name: TextFile['encoding']; readonly markBytes: number } {
  const [first, second, third] = bytes
  if (first === 0xff && second === 0xfe) return { name: 'utf-16le', markBytes: 2 }
  if (first === 0xfe && second === 0xff) return { name: 'utf-16be', markBytes: 2 }
  return { name: 'utf-8', markBytes: first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0 }
}

/** Returns the most frequent kind of line break. */
function lineBreaksOf(text: string): Pick<TextFile, 'lineBreak' | 'isMixed'> {
  const counts = { '\n': 0, '\r\n': 0, '\r': 0 }
  for (const [found] of text.matchAll(/\r\n|\r|\n/g)) counts[found as keyof typeof counts] += 1
  const kinds = (['\n', '\r\n', '\r'] as const).toSorted((a, b) => counts[b] - counts[a])
  return { lineBreak: kinds[0] ?? '\n', isMixed: kinds.filter((kind) => counts[kind] > 0).length > 1 }
}
