/**
 * Shows names that may consist of any bytes. A POSIX name is any bytes without `/` and NUL; our names are valid
 * Unicode. A byte that is not part of valid UTF-8 is written `‛XX`, and a `‛` (U+201B) in the name itself is doubled.
 * Each name has exactly one spelling, and no other spelling is accepted, so `‛2F` cannot smuggle in a slash. Spellings
 * such as `‛2E` remain free for names that other stores have and this one cannot hold.
 */
import { isUtf8 } from 'node:buffer'

const quote = '‛'
const loneSurrogate = /\p{Surrogate}/u

/** Returns the name that represents some bytes. */
export function escapeName(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (isUtf8(buffer)) return buffer.toString('utf8').replaceAll(quote, quote + quote)
  let name = ''
  let valid = 0
  for (let at = 0; at < buffer.length;) {
    const length = validLength(buffer, at)
    if (length > 0) {
      at += length
      continue
    }
    name += buffer.toString('utf8', valid, at).replaceAll(quote, quote + quote)
    name += quote + (buffer[at] ?? 0).toString(16).toUpperCase().padStart(2, '0')
    at += 1
    valid = at
  }
  return name + buffer.toString('utf8', valid).replaceAll(quote, quote + quote)
}

/** Returns the bytes a name represents, or undefined if the name is not the one valid spelling. */
export function unescapeName(name: string): string | Buffer | undefined {
  if (loneSurrogate.test(name)) return undefined
  if (!name.includes(quote)) return name
  const parts: Buffer[] = []
  const pattern = /‛(?:(‛)|([89A-F][0-9A-F]))|[^‛]+/gy
  let end = 0
  for (const match of name.matchAll(pattern)) {
    end = match.index + match[0].length
    if (match[2]) parts.push(Buffer.from(match[2], 'hex'))
    else parts.push(Buffer.from(match[1] ?? match[0]))
  }
  if (end !== name.length) return undefined
  const bytes = Buffer.concat(parts)
  if (escapeName(bytes) !== name) return undefined
  return isUtf8(bytes) ? bytes.toString('utf8') : bytes
}

/** Returns how many bytes from `at` form one valid UTF-8 character, or 0 if they do not. */
function validLength(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0
  if (first < 0x80) return 1
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
  return at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)) ? length : 0
}
