import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FoundLink } from '../../core/links/link-ledger.ts'
import { isPassword } from '../../core/links/link-password.ts'
import { cookieValue } from '../http/guard.ts'
import type { LinkAddress } from './link-address.ts'
import type { LinkServing } from './link-serving.ts'
import { sendPage, sendSentence } from './pages.ts'
import { linkPages } from '../../contract/sentences/own/link-pages.ts'
import { filled } from '../../contract/sentences/fill.ts'

/** How long a password that was entered in a browser is valid. */
const proofMs = 12 * 3600_000
const mostFormBytes = 8000
const formType = 'application/x-www-form-urlencoded'

/**
 * Returns true if the visitor has given the password: in the page's form, which sets a cookie, or as curl does with `-u
 * :PASSWORD`. Otherwise it sends an answer and returns false.
 */
export async function passPassword(
  response: ServerResponse,
  found: FoundLink,
  address: LinkAddress,
  serving: LinkServing,
): Promise<boolean> {
  const { password } = found.link
  const request = response.req
  if (password === undefined || hasProof(request, found, serving)) return true
  const basic = basicPassword(request)
  if (basic !== undefined) {
    return (await tryPassword(found, password, basic, serving, response)) || refuse(response, linkPages.wrongPassword)
  }
  if (request.method !== 'POST' || !(request.headers['content-type'] ?? '').startsWith(formType))
    return refuse(response)
  const given = new URLSearchParams(await readForm(request)).get('password') ?? ''
  if (!(await tryPassword(found, password, given, serving, response))) return refuse(response, linkPages.wrongPassword)
  response
    .writeHead(303, {
      location: `./${address.lastPart}`,
      'set-cookie': cookieFor(found, serving),
      'cache-control': 'no-store',
    })
    .end()
  return false
}

async function tryPassword(
  found: FoundLink,
  kept: string,
  given: string,
  { ledger }: LinkServing,
  response: ServerResponse,
): Promise<boolean> {
  const waitMs = ledger.beginAttempt(found.id)
  if (waitMs > 0) {
    const seconds = Math.ceil(waitMs / 1000)
    sendSentence(response, 429, filled(linkPages.tooManyPasswords, { seconds }), {
      'retry-after': String(seconds),
    })
    return false
  }
  if (!(await isPassword(kept, given))) return false
  ledger.notePasswordRight(found.id)
  return true
}

/** Does nothing if an answer was already sent. */
function refuse(response: ServerResponse, sentence: string = linkPages.needsPassword): false {
  if (response.headersSent) return false
  const isPageWanted = response.req.method === 'GET' || response.req.method === 'HEAD' || response.req.method === 'POST'
  if (!isPageWanted) {
    sendSentence(response, 401, linkPages.needsPassword, { 'www-authenticate': 'Portolan-Password' })
    return false
  }
  const form = `<form method="post"><p><label>${linkPages.password}<br><input type="password" name="password" required autofocus autocomplete="off"></label></p><p><button>${linkPages.open}</button></p></form>`
  sendPage(response, 401, sentence, form, { 'www-authenticate': 'Portolan-Password' })
  return false
}

function cookieFor(found: FoundLink, { signer, now, prefix }: LinkServing): string {
  const endsMs = Math.min(now() + proofMs, found.link.endsMs)
  const proof = `${endsMs}.${signer.sign('password', proofText(found, endsMs))}`
  const seconds = Math.max(1, Math.floor((endsMs - now()) / 1000))
  return `${cookieName(found)}=${proof}; Path=${prefix()}/l/; HttpOnly; SameSite=Lax; Max-Age=${seconds}`
}

function hasProof(request: IncomingMessage, found: FoundLink, { signer, now }: LinkServing): boolean {
  const [endsMs = '', signature = ''] = (cookieValue(request, cookieName(found)) ?? '').split('.')
  return Number(endsMs) > now() && signer.isSigned('password', proofText(found, Number(endsMs)), signature)
}

const cookieName = ({ id }: FoundLink) => `portolan-link-${id}`
/** Contains the password's hash, so the proof is valid only for this password. */
const proofText = ({ id, link }: FoundLink, endsMs: number) => `${id}\n${link.password ?? ''}\n${endsMs}`

function basicPassword({ headers }: IncomingMessage): string | undefined {
  const [, coded] = /^basic ([\w+/=-]+)$/i.exec(headers.authorization ?? '') ?? []
  if (coded === undefined) return undefined
  const text = Buffer.from(coded, 'base64').toString()
  return text.slice(text.indexOf(':') + 1)
}

async function readForm(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > mostFormBytes) return ''
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}
