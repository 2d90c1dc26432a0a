import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Host } from '../host/host.ts'
import { contentPath } from '../lib/content-address.ts'
import { sendContent } from './content.ts'
import { sendDownload } from './download.ts'
import { cookieValue, isForeignEmbed, isOurHost } from '../host/http/guard.ts'
import { securityHeaders } from '../lib/page-security.ts'
import type { Sessions } from './session.ts'
import type { StaticFile } from './static-files.ts'

export interface AnswerDeps {
  readonly hosts: ReadonlySet<string>
  readonly sessions: Sessions
  readonly cookieName: string
  readonly files: ReadonlyMap<string, StaticFile>
  /** Resolves tickets. */
  readonly host: Pick<Host, 'takeDownload' | 'findContent'>
  /** Called when a download starts. It is over when the promise settles. */
  readonly onDownload: (over: Promise<void>) => void
  /** Called when a link was used. */
  readonly onTokenUsed: () => void
}

/**
 * Answers one plain HTTP request: the sign-in link, the page with its files, and downloads. Everything else uses the
 * WebSocket.
 */
export function answer(request: IncomingMessage, response: ServerResponse, deps: AnswerDeps): void {
  if (!isOurHost(request, deps.hosts)) return page(response, 421, 'This address does not belong to this Portolan.')
  if (isForeignEmbed(request)) return page(response, 403, 'Another site may not use this Portolan.')
  if (request.method !== 'GET' && request.method !== 'HEAD') return page(response, 405, 'Only pages can be asked for.')
  const [path = '/', query = ''] = (request.url ?? '/').split('?')
  const hasSession = deps.sessions.isValid(cookieValue(request, deps.cookieName))
  if (path === '/open') return open(response, query, hasSession, deps)
  if (path === '/session') return send(response, hasSession ? 204 : 401, {}, '')
  if (!hasSession) {
    return page(response, 401, 'This window has no session. Open the link that “portolan serve” prints.')
  }
  if (path.startsWith(downloadPath)) return download(request, response, path.slice(downloadPath.length), deps)
  if (path.startsWith(contentPath)) return content(response, path.slice(contentPath.length), deps)
  const file = deps.files.get(path)
  if (!file) return page(response, 404, 'There is no such page.')
  const caching = file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-store'
  send(response, 200, { 'content-type': file.type, 'cache-control': caching }, file.body)
}

const downloadPath = '/download/'

function download(request: IncomingMessage, response: ServerResponse, ticket: string, deps: AnswerDeps): void {
  if (request.method !== 'GET') return page(response, 405, 'A download can only be fetched.')
  const found = deps.host.takeDownload(ticket)
  if (!found) return page(response, 404, 'This download was fetched already, or waited too long. Ask for it again.')
  deps.onDownload(sendDownload(response, found))
}

function content(response: ServerResponse, ticket: string, deps: AnswerDeps): void {
  const found = deps.host.findContent(ticket)
  if (!found) return page(response, 404, 'Nobody looked at this for an hour. Open it again.')
  void sendContent(response, found)
}

/**
 * Exchanges a token for a session. The answer is a page that loads the window itself. After a redirect, the request
 * would still count as coming from the site of the link, and a strict cookie would not be sent.
 */
function open(response: ServerResponse, query: string, hasSession: boolean, deps: AnswerDeps): void {
  const session = hasSession ? undefined : deps.sessions.exchange(new URLSearchParams(query).get('token') ?? '')
  if (!hasSession && !session) {
    return page(response, 403, 'This link was used already, or is not one of ours. Ask “portolan serve” for a new one.')
  }
  if (session) deps.onTokenUsed()
  send(
    response,
    200,
    {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      ...(session && {
        'set-cookie': `${deps.cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000`,
      }),
    },
    document('<meta http-equiv="refresh" content="0;url=/">', 'Opening Portolan…'),
  )
}

function page(response: ServerResponse, status: number, sentence: string): void {
  send(
    response,
    status,
    { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    document('', sentence),
  )
}

/** `sentence` is always one of the texts in this file. */
function document(head: string, sentence: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,">${head}<title>Portolan</title></head><body><p>${sentence}</p></body></html>`
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, body: string | Buffer): void {
  response.writeHead(status, { ...securityHeaders, ...headers, 'content-length': Buffer.byteLength(body) })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}
