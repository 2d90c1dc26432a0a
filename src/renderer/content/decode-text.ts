/** Bytes as text, where they are text. */
const sampleBytes = 8192
/** Tab, line feed, form feed, carriage return, and the escape of coloured logs. */
const usualControls: ReadonlySet<number> = new Set([9, 10, 12, 13, 27])

/** Undefined for what is no text. `isCut`: the bytes end before the file does, perhaps inside a character. */
export function decodeText(bytes: Uint8Array, { isCut = false } = {}): string | undefined {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  if (bytes.subarray(0, sampleBytes).includes(0)) return undefined
  const utf8 = decodeUtf8(bytes, isCut)
  if (utf8 !== undefined) return hasOddControls(utf8.slice(0, sampleBytes)) ? undefined : utf8
  const western = new TextDecoder('windows-1252').decode(bytes)
  return hasOddControls(western.slice(0, sampleBytes)) ? undefined : western
}

function decodeUtf8(bytes: Uint8Array, isCut: boolean): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut })
  } catch {
    return undefined
  }
}

function hasOddControls(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code < 32 && !usualControls.has(code)) return true
  }
  return false
}
