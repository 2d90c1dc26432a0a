import type { IncomingMessage } from 'node:http'

/**
 * Returns the host names by which a listener may be addressed. A page with a rebound DNS name sends another one and is
 * refused.
 */
export function allowedHosts(address: string, port: number, extra: readonly string[]): ReadonlySet<string> {
  const names = new Set(['127.0.0.1', 'localhost', '[::1]', ...extra])
  if (address !== '0.0.0.0' && address !== '::') names.add(address.includes(':') ? `[${address}]` : address)
  return new Set([...names].map((name) => (port === 80 ? name : `${name}:${port}`)))
}

/** Tells whether the request addressed this server by one of its names. */
export function isOurHost(request: IncomingMessage, hosts: ReadonlySet<string>): boolean {
  return hosts.has((request.headers.host ?? '').toLowerCase())
}

/**
 * Tells whether one of our own pages sent the request. Browsers always send the origin of a WebSocket, so a missing one
 * is refused too.
 */
export function isOurOrigin(request: IncomingMessage): boolean {
  return request.headers.origin === `http://${request.headers.host ?? ''}`
}

/**
 * Tells whether another site embeds our content. Another site may link to us but must not load our content into its
 * page.
 */
export function isForeignEmbed(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site']
  const isForeign = site === 'cross-site' || site === 'same-site'
  return isForeign && request.headers['sec-fetch-mode'] !== 'navigate'
}

/** Returns the value of a cookie. */
export function cookieValue(request: IncomingMessage, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=')
    if (key === name) return value
  }
  return undefined
}
