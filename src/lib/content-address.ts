/** Where a window fetches a file from to play it, in parts. On the desktop the address says which file; over HTTP it is a ticket. */
export const contentPath = '/content/'

/** Text that can be a part of any address. */
export function encodeAddress(text: string): string {
  const bytes = new TextEncoder().encode(text)
  const latin = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return btoa(latin).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** The text; undefined for what was never encoded. */
export function decodeAddress(encoded: string): string | undefined {
  try {
    const latin = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(latin, (character) => character.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
