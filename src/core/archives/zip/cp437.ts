import { isUtf8 } from 'node:buffer'

/** The upper half of code page 437, the default encoding of names in a zip. */
const upper =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'

/**
 * Decodes a name. macOS writes UTF-8 without declaring it, and valid UTF-8 is almost never meant as another encoding.
 */
export function decodeZipName(bytes: Buffer, { isDeclaredUtf8 }: { readonly isDeclaredUtf8: boolean }): string {
  if (isDeclaredUtf8 || isUtf8(bytes)) return bytes.toString('utf8')
  return Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : (upper[byte - 128] ?? '?'))).join('')
}
