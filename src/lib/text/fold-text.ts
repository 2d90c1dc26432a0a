/** Folds names for comparison: case, accents and the Unicode form are ignored in searches and sorting. */

/** The lower-case form of each ASCII byte. */
export const lowerByte = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte,
)

const combiningMarks = /[\u0300-\u036f]/g

/** Returns a name or query without case and accents, in one Unicode form. ASCII folds to lower case. */
export function foldText(text: string): string {
  return text.normalize('NFD').replace(combiningMarks, '').normalize('NFC').toLowerCase()
}

export function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((bytes[at] ?? 0) > 0x7f) return false
  return true
}
