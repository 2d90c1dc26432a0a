/**
 * The address from which a window fetches a file in ranges to play it. On the desktop the address names the file; over
 * HTTP it is a ticket.
 */
export const contentPath = '/content/'

/** Encodes text for use in any address. */
export function encodeAddress(text: string): string {
  const bytes = new TextEncoder().encode(text)
  const latin = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return btoa(latin).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Decodes the text; undefined if it was not encoded by `encodeAddress`. */
export function decodeAddress(encoded: string): string | undefined {
  try {
    const latin = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(latin, (character) => character.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
