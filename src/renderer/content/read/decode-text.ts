/** Decodes bytes as text, if they are text. */
const sampleBytes = 8192
/** Tab, line feed, form feed, carriage return, and the escape character of coloured logs. */
const usualControls: ReadonlySet<number> = new Set([9, 10, 12, 13, 27])

/**
 * Returns undefined if the bytes are not text. `isCut` means that the bytes end before the file does, possibly inside a
 * character.
 */
export function decodeText(bytes: Uint8Array, { isCut = false } = {}): string | undefined {
  const utf16 = utf16Of(bytes)
  if (utf16) return readable(new TextDecoder(utf16).decode(bytes, { stream: isCut }))
  if (bytes.subarray(0, sampleBytes).includes(0)) return undefined
  return readable(decodeUtf8(bytes, isCut) ?? new TextDecoder('windows-1252').decode(bytes))
}

/**
 * Recognises UTF-16 by a byte order mark. Without a mark, every second byte must be zero, as in text with Latin
 * letters.
 */
function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  const pairs = Math.floor(Math.min(bytes.length, sampleBytes) / 2)
  if (pairs < 2) return undefined
  const zeros = [0, 0]
  for (let at = 0; at < pairs * 2; at += 1) if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const [high = 0, low = 0] = zeros
  if (high === 0 && low > pairs * 0.6) return 'utf-16le'
  if (low === 0 && high > pairs * 0.6) return 'utf-16be'
  return undefined
}

function decodeUtf8(bytes: Uint8Array, isCut: boolean): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut })
  } catch {
    return undefined
  }
}

function readable(text: string): string | undefined {
  return hasOddControls(text.slice(0, sampleBytes)) ? undefined : text
}

function hasOddControls(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if ((code < 32 && !usualControls.has(code)) || code === 0xff_fe || code === 0xff_ff) return true
  }
  return false
}
