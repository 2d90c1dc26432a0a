import type { IncomingMessage } from 'node:http'

/** The names under which a listener may be addressed. A page of a rebound DNS name sends another and is refused. */
export function allowedHosts(address: string, port: number, extra: readonly string[]): ReadonlySet<string> {
  const names = new Set(['127.0.0.1', 'localhost', '[::1]', ...extra])
  if (address !== '0.0.0.0' && address !== '::') names.add(address.includes(':') ? `[${address}]` : address)
  return new Set([...names].map((name) => (port === 80 ? name : `${name}:${port}`)))
}

/** Was the request addressed to us by a name of ours? */
export function isOurHost(request: IncomingMessage, hosts: ReadonlySet<string>): boolean {
  return hosts.has((request.headers.host ?? '').toLowerCase())
}

/** Did a page of our own ask? Browsers always tell the origin of a WebSocket, so a missing one is refused too. */
export function isOurOrigin(request: IncomingMessage): boolean {
  return request.headers.origin === `http://${request.headers.host ?? ''}`
}

/** Another site's page may link to us, but not load anything of ours into itself. */
export function isForeignEmbed(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site']
  const isForeign = site === 'cross-site' || site === 'same-site'
  return isForeign && request.headers['sec-fetch-mode'] !== 'navigate'
}

/** The value of a cookie. */
export function cookieValue(request: IncomingMessage, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=')
    if (key === name) return value
  }
  return undefined
}
