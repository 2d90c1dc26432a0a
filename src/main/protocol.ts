import { app, type Protocol, protocol } from 'electron'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { contentPath } from '../lib/content-address.ts'
import { securityHeaders } from '../lib/page-security.ts'
import { pageTypes } from '../lib/page-types.ts'
import { type OpenLine, playContent } from './play-content.ts'

const scheme = 'portolan'
const origin = `${scheme}://app`

/** The URL of the window's page. In development it comes from a development server. */
export const pageUrl = (!app.isPackaged && process.env['ELECTRON_RENDERER_URL']) || `${origin}/index.html`
const pageOrigin = pageUrl.startsWith(origin) ? origin : new URL(pageUrl).origin

export function isOurPage(url: string): boolean {
  return url === pageOrigin || url.startsWith(`${pageOrigin}/`)
}

/** Makes `portolan:` a scheme like https, with its own origin, storage and content security policy. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true, stream: true } },
  ])
}

/** Answers `portolan://app/…` with the built page in `folder`, but nothing outside of it, and serves files to play. */
export function servePage(target: Protocol, folder: string, openLine: OpenLine): void {
  target.handle(scheme, async (request) => {
    if (request.method === 'GET' && request.url.startsWith(origin + contentPath)) return playContent(request, openLine)
    const path = request.method === 'GET' ? filePath(request.url, folder) : undefined
    const type = path && pageTypes[extname(path)]
    if (!type) return refuse()
    try {
      return new Response(new Uint8Array(await readFile(path)), {
        headers: { ...securityHeaders, 'content-type': type },
      })
    } catch {
      return refuse()
    }
  })
}

function filePath(url: string, folder: string): string | undefined {
  const { host, pathname } = new URL(url)
  if (host !== 'app') return undefined
  try {
    const name = decodeURIComponent(pathname === '/' ? '/index.html' : pathname)
    const path = normalize(join(folder, name))
    return path.startsWith(folder + sep) && !name.includes('\0') ? path : undefined
  } catch {
    return undefined // The URL is malformed.
  }
}

function refuse(): Response {
  return new Response('Not found', { status: 404, headers: { ...securityHeaders, 'content-type': 'text/plain' } })
}
