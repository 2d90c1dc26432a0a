/** The pages a receiver of a link sees: plain, without any script, fit for a phone. Their texts are in `contract/sentences/own/link-pages.ts`. */
import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { securityHeaders } from '../../lib/page-security.ts'

const style = `
:root { color-scheme: light dark; --paper: light-dark(#fdfcf8, #12191e); --ink: light-dark(#17232b, #e4eaec); --soft: light-dark(#5a6570, #a2adb3); --sea: light-dark(#0f6b77, #55bcc8); --line: light-dark(#dcd9cf, #2b353c) }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 0 auto; padding: 1.25rem; overflow-wrap: anywhere; background: var(--paper); color: var(--ink) }
h1 { font-size: 1.25rem; margin: 0 0 1rem }
p { color: var(--soft) }
ul { list-style: none; padding: 0; margin: 1rem 0; border-top: 1px solid var(--line) }
li { display: flex; gap: 1rem; align-items: center; min-height: 3rem; border-bottom: 1px solid var(--line) }
li a { flex: 1; padding: .625rem 0; text-decoration: none }
li span { white-space: nowrap; color: var(--soft) }
a { color: var(--sea) }
a:hover { text-decoration: underline }
label { color: var(--soft) }
input { font: inherit; color: var(--ink); width: 100%; box-sizing: border-box; margin-top: .25rem }
input[type=password] { padding: .625rem .75rem; border: 1px solid var(--soft); border-radius: .5rem; background: none }
button, a[href="?zip"] { display: inline-block; font: inherit; font-weight: 600; padding: .625rem 1.25rem; border: 0; border-radius: .5rem; background: var(--sea); color: var(--paper); text-decoration: none; cursor: pointer }
::file-selector-button { font: inherit; padding: .5rem 1rem; margin-right: .75rem; border: 1px solid var(--soft); border-radius: .5rem; background: none; color: var(--ink) }
:focus-visible { outline: 2px solid var(--sea); outline-offset: 2px }
`
const styleHash = createHash('sha256').update(style).digest('base64')

const pageHeaders: Readonly<Record<string, string>> = {
  ...securityHeaders,
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex',
}

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"'`]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

/** `body` is HTML in which every external text is escaped; `title` is plain text. */
export function sendPage(
  response: ServerResponse,
  status: number,
  title: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const name = escapeHtml(title)
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>${name}</title><style>${style}</style></head><body><main><h1>${name}</h1>${body}</main></body></html>`
  response.writeHead(status, { ...pageHeaders, 'content-length': Buffer.byteLength(html), ...headers })
  response.end(response.req.method === 'HEAD' ? undefined : html)
}

export function sendSentence(
  response: ServerResponse,
  status: number,
  sentence: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent || response.destroyed) return void response.destroy()
  if (!isBodyRead(response.req)) leaveBody(response)
  sendPage(response, status, sentence, '', headers)
}

function isBodyRead(request: IncomingMessage): boolean {
  return request.method === 'GET' || request.method === 'HEAD' || request.complete
}

const lingerMs = 2000

/** The rest of the request is not read. The sender gets time to read the answer. */
function leaveBody(response: ServerResponse): void {
  const { socket } = response.req
  response.setHeader('connection', 'close')
  response.once('finish', () => setTimeout(() => socket.destroy(), lingerMs).unref())
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  const value = bytes / 1000 ** power
  return `${power === 0 ? value : value.toFixed(1).replace(/\.0$/, '')} ${units[power]}`
}
