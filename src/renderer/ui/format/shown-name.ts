const unseen = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

/**
 * Formats a name on one line. Line breaks and other control characters are shown as symbols, and none can change the
 * text direction.
 */
export function shownName(name: string): string {
  return name.replaceAll(unseen, (character) => {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x20) return String.fromCodePoint(0x2400 + code)
    return code === 0x7f ? '␡' : '�'
  })
}
