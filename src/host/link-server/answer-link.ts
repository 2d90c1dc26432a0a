import type { ServerResponse } from 'node:http'
import { failureOf } from '../../contract/failure.ts'
import { opensAsFolder } from '../../contract/entry.ts'
import { newCallId, withinCall } from '../../core/layers/tracing/call-id.ts'
import type { FoundLink } from '../../core/links/link-ledger.ts'
import type { Backend } from '../../core/backends/backend.ts'
import { receiverNameOf } from '../../core/links/receiver-name.ts'
import { isOurHost } from '../http/guard.ts'
import { type LinkAddress, readLinkAddress } from './link-address.ts'
import { type LinkServing, leavingSignal } from './link-serving.ts'
import { findLinked, type Linked, namedItems, openLinked } from './linked.ts'
import { sendPage, sendSentence } from './pages.ts'
import { passPassword } from './password-gate.ts'
import { sendFile } from './send/send-file.ts'
import { readFolder, readItems, sendIndex } from './send/send-index.ts'
import { below, sendZip, type ZipItem } from './send/send-zip.ts'
import { takeUploads } from './uploads/take-uploads.ts'
import { linkPages } from '../../contract/sentences/own/link-pages.ts'

/** Answers one request. Its URL is never logged, because it gives access. */
export async function answerLink(response: ServerResponse, serving: LinkServing): Promise<void> {
  const request = response.req
  try {
    if (!isOurHost(request, serving.hosts())) return sendSentence(response, 421, linkPages.wrongHost)
    const nonce = /^\/hello\/([\w-]{16,64})$/.exec(request.url ?? '')?.[1]
    if (nonce !== undefined) return sendHello(response, nonce, serving)
    const address = readLinkAddress(request.url ?? '')
    const found = address && verified(address, serving)
    if (!address || !found) return refuseGuess(response, serving)
    await withinCall(newCallId(), () => answerFound(response, { address, found }, serving))
  } catch (error) {
    refuseFailed(response, error)
  }
}

interface Asked {
  readonly address: LinkAddress
  readonly found: FoundLink
}

async function answerFound(response: ServerResponse, asked: Asked, serving: LinkServing): Promise<void> {
  const { address, found } = asked
  const { state, link } = found
  const mayGoOn = state === 'used-up' && response.req.headers['if-range'] !== undefined
  if (state !== 'good' && !mayGoOn) return sendSentence(response, 410, linkPages[state])
  if (!(await passPassword(response, found, address, serving))) return
  const backend = await openLinked(serving.mounts, link, { signal: leavingSignal(response) })
  if (link.method === 'put') return takeUploads(response, { backend, found, address }, serving)
  if (response.req.method !== 'GET' && response.req.method !== 'HEAD') {
    return sendSentence(response, 405, linkPages.onlyReads, { allow: 'GET, HEAD' })
  }
  if (link.kind === 'several' && address.names.length === 0) return answerSeveral(response, backend, asked, serving)
  const signal = leavingSignal(response)
  const linked = await findLinked(backend, link, address.names, { signal })
  if (opensAsFolder(linked.entry)) return answerFolder(response, linked, asked, serving)
  const name = link.kind === 'file' ? receiverNameOf(link) : (address.names.at(-1) ?? linked.entry.name)
  await sendFile(response, { linked, found, name }, serving)
}

async function answerSeveral(response: ServerResponse, backend: Backend, asked: Asked, serving: LinkServing) {
  const { address, found } = asked
  if (!address.endsWithSlash) return goToSlash(response, address)
  const items = namedItems(found.link)
  const title = found.link.name ?? `${items.size} files`
  const signal = leavingSignal(response)
  if (address.query !== 'zip') {
    const read = await readItems(backend, items, { signal })
    if (!noteOpened(response, asked, serving)) return
    return sendIndex(response, { title, isBelow: false, ...read })
  }
  async function* zipItems(): AsyncGenerator<ZipItem> {
    for (const [name] of items) {
      const { path, entry } = await findLinked(backend, found.link, [name], { signal })
      yield { name, path, entry }
    }
  }
  if (!noteUsed(response, asked, serving)) return
  await sendZip(response, { name: title, backend, items: zipItems() })
}

async function answerFolder(response: ServerResponse, linked: Linked, asked: Asked, serving: LinkServing) {
  const { address, found } = asked
  if (!address.endsWithSlash) return goToSlash(response, address)
  const { backend, path } = linked
  const signal = leavingSignal(response)
  const title = address.names.at(-1) ?? receiverNameOf(found.link)
  if (address.query !== 'zip') {
    const read = await readFolder(backend, path, { signal })
    if (!noteOpened(response, asked, serving)) return
    return sendIndex(response, { title, isBelow: address.names.length > 0, ...read })
  }
  if (!noteUsed(response, asked, serving)) return
  await sendZip(response, { name: title, backend, items: below(backend, { name: '', path }, { signal }) })
}

/** A page may be viewed as long as something can be downloaded from it. */
function noteOpened(response: ServerResponse, { found }: Asked, { ledger }: LinkServing): boolean {
  if (found.state !== 'good') {
    sendSentence(response, 410, linkPages['used-up'])
    return false
  }
  if (response.req.method === 'GET') ledger.noteOpened(found.id)
  return true
}

/** A zip counts as one download. */
function noteUsed(response: ServerResponse, { found }: Asked, { ledger }: LinkServing): boolean {
  if (response.req.method === 'HEAD' ? found.state === 'good' : ledger.use(found.id)) return true
  sendSentence(response, 410, linkPages['used-up'])
  return false
}

/** Relative URLs on a page work only if the page's URL ends with a slash. */
function goToSlash(response: ServerResponse, { lastPart }: LinkAddress): void {
  sendPage(response, 301, linkPages.moved, '', { location: `./${lastPart}/` })
}

/** Takes the same time for an unknown link as for one with a wrong signature. */
function verified({ id, signature }: LinkAddress, { ledger, signer }: LinkServing): FoundLink | undefined {
  const found = ledger.find(id)
  const isSigned = signer.isSigned('link', `${id}\n${found?.signed ?? ''}`, signature)
  return isSigned ? found : undefined
}

function refuseGuess(response: ServerResponse, { guesses }: LinkServing): void {
  const waitMs = guesses.note(response.req.socket.remoteAddress ?? '')
  if (waitMs === 0) return sendSentence(response, 404, linkPages.unknown)
  sendSentence(response, 429, linkPages.wait, { 'retry-after': String(Math.ceil(waitMs / 1000)) })
}

const missing = new Set(['not-found', 'not-a-folder', 'not-a-file', 'outside', 'bad-name'])

/** The log of the mount has the reason. */
function refuseFailed(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy()
  const { kind } = failureOf(error)
  if (missing.has(kind)) return sendSentence(response, 404, linkPages.missing)
  sendSentence(response, 503, linkPages.failed)
}

/** Answers another Portolan of this user that asks who is listening. Only one with the same key can answer. */
function sendHello(response: ServerResponse, nonce: string, { signer }: LinkServing): void {
  const text = signer.sign('hello', nonce)
  response
    .writeHead(200, { 'content-type': 'text/plain', 'content-length': text.length, 'cache-control': 'no-store' })
    .end(text)
}
