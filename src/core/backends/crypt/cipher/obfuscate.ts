/**
 * rclone's weak obfuscation of names: each character is rotated within its range. It only hides names from a glance.
 */
const quote = '!'

/** Returns the range of a character and its rotation. Undefined for characters that stay. */
function ringOf(
  code: number,
  turn: number,
): { readonly start: number; readonly size: number; readonly by: number } | undefined {
  if (code >= 0x30 && code <= 0x39) return { start: 0x30, size: 10, by: (turn % 9) + 1 }
  if (code >= 0xa0 && code <= 0xff) return { start: 0xa0, size: 96, by: (turn % 95) + 1 }
  if (code >= 0x100) return { start: code - (code % 256), size: 256, by: (turn % 127) + 1 }
  return undefined
}

const letterOf = (code: number) =>
  code >= 0x41 && code <= 0x5a ? code - 0x41 : code >= 0x61 && code <= 0x7a ? code - 0x47 : undefined
const codeOfLetter = (at: number) => (at < 26 ? at + 0x41 : at + 0x47)

function turned(code: number, turn: number, sign: 1 | -1): number {
  const letter = letterOf(code)
  if (letter !== undefined) return codeOfLetter((letter + sign * ((turn % 25) + 1) + 52) % 52)
  const ring = ringOf(code, turn)
  return ring ? ring.start + ((code - ring.start + sign * ring.by + ring.size) % ring.size) : code
}

const isSurrogate = (code: number) => (code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff

export function obfuscate(name: string, nameKey: Uint8Array): string {
  const codes = Array.from(name, (each) => each.codePointAt(0) ?? 0)
  const sum = codes.reduce((total, code) => total + code, 0) % 256
  const turn = nameKey.reduce((total, byte) => total + byte, sum)
  const parts = codes.map((code) => {
    const each = String.fromCodePoint(code)
    if (each === quote) return quote + quote
    const other = turned(code, turn, 1)
    return isSurrogate(other) ? quote + each : String.fromCodePoint(other)
  })
  return `${sum}.${parts.join('')}`
}

/** Returns undefined if the name was not obfuscated this way. */
export function reveal(name: string, nameKey: Uint8Array): string | undefined {
  const [, sum, rest = ''] = /^(\d{1,3}|!)\.(.*)$/s.exec(name) ?? []
  if (sum === undefined) return undefined
  if (sum === quote) return rest
  const turn = nameKey.reduce((total, byte) => total + byte, Number(sum))
  let text = ''
  let isQuoted = false
  for (const each of rest) {
    if (!isQuoted && each === quote) {
      isQuoted = true
      continue
    }
    const other = isQuoted ? (each.codePointAt(0) ?? 0) : turned(each.codePointAt(0) ?? 0, turn, -1)
    if (isSurrogate(other)) return undefined
    text += String.fromCodePoint(other)
    isQuoted = false
  }
  return text
}
