const unseen = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

/** A name on one line, as it is: line breaks and other control characters are shown as signs, and nothing turns its direction. */
export function shownName(name: string): string {
  return name.replaceAll(unseen, (character) => {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x20) return String.fromCodePoint(0x2400 + code)
    return code === 0x7f ? '␡' : '�'
  })
}
