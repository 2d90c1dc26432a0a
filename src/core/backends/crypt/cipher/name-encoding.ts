/** The text encodings of encrypted names. Decoding returns undefined for invalid text. */
const digits = '0123456789abcdefghijklmnopqrstuv'

export interface NameEncoding {
  encode(bytes: Uint8Array): string
  decode(text: string): Uint8Array | undefined
}

/** RFC 4648's base32 with the extended hex alphabet, in lower case and without padding, for stores that ignore case. */
const base32: NameEncoding = {
  encode(bytes) {
    let text = ''
    let bits = 0
    let value = 0
    for (const byte of bytes) {
      value = ((value << 8) | byte) & 0xfff
      bits += 8
      while (bits >= 5) {
        bits -= 5
        text += digits[(value >> bits) & 31]
      }
    }
    return bits > 0 ? text + digits[(value << (5 - bits)) & 31] : text
  },
  decode(text) {
    const bytes = Buffer.alloc(Math.floor((text.length * 5) / 8))
    let at = 0
    let bits = 0
    let value = 0
    for (const digit of text.toLowerCase()) {
      const worth = digits.indexOf(digit)
      if (worth < 0) return undefined
      value = ((value << 5) | worth) & 0xfff
      bits += 5
      if (bits < 8) continue
      bits -= 8
      bytes[at] = (value >> bits) & 255
      at += 1
    }
    return bytes
  },
}

const base64: NameEncoding = {
  encode: (bytes) => Buffer.from(bytes).toString('base64url'),
  decode: (text) => (/^[\w-]*$/.test(text) ? Buffer.from(text, 'base64url') : undefined),
}

export const nameEncodings: Readonly<Record<'base32' | 'base64', NameEncoding>> = { base32, base64 }
