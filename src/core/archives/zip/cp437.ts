import { isUtf8 } from 'node:buffer'

/** The upper half of code page 437, in which names in a zip are that say nothing else. */
const upper =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'

/** macOS writes UTF-8 without saying so; what is valid UTF-8 is hardly ever meant as anything else. */
export function decodeZipName(bytes: Buffer, { isDeclaredUtf8 }: { readonly isDeclaredUtf8: boolean }): string {
  if (isDeclaredUtf8 || isUtf8(bytes)) return bytes.toString('utf8')
  return Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : (upper[byte - 128] ?? '?'))).join('')
}
