/**
 * Returns the header of RFC 6266: any name in the extended form, and a plain name for clients that know only the basic
 * form. No character of a name can end either form.
 */
export function contentDisposition(name: string, how: 'attachment' | 'inline' = 'attachment'): string {
  const plain = name.normalize('NFC').replace(/[^\x20-\x7e]|["%\\]/gu, '_')
  const coded = [...Buffer.from(name, 'utf8')]
    .map((byte) => {
      const character = String.fromCharCode(byte)
      return /[A-Za-z0-9!#$&+.^_`|~-]/.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
    })
    .join('')
  return `${how}; filename="${plain}"; filename*=UTF-8''${coded}`
}
