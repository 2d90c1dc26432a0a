import { Busboy, type BusboyHeaders } from '@fastify/busboy'
import { addAbortSignal, type Readable } from 'node:stream'
import type { ServerResponse } from 'node:http'
import type { Backend } from '../../../core/backends/backend.ts'
import type { FoundLink } from '../../../core/links/link-ledger.ts'
import { receiverNameOf } from '../../../core/links/receiver-name.ts'
import type { LinkAddress } from '../link-address.ts'
import { type LinkServing, leavingSignal } from '../link-serving.ts'
import { escapeHtml, sendPage, sendSentence } from '../pages.ts'
import { storeUpload, UploadRefused } from './store-upload.ts'
import { linkPages } from '../../../contract/sentences/own/link-pages.ts'
import { filled } from '../../../contract/sentences/fill.ts'

const mostFiles = 1000

interface Taking {
  readonly backend: Backend
  readonly found: FoundLink
  readonly address: LinkAddress
}

/** Answers a link that accepts uploads: a page to choose files, its form, and `curl -T FILE URL`. */
export async function takeUploads(response: ServerResponse, taking: Taking, serving: LinkServing): Promise<void> {
  const { method, headers } = response.req
  const { found } = taking
  try {
    if (method === 'GET' || method === 'HEAD') {
      if (method === 'GET') serving.ledger.noteOpened(found.id)
      return sendChooser(response, found)
    }
    if (method === 'PUT') return await takePut(response, taking, serving)
    if (method === 'POST' && (headers['content-type'] ?? '').startsWith('multipart/form-data')) {
      return await takeForm(response, taking, serving)
    }
    sendSentence(response, 405, linkPages.onlyTakes, { allow: 'GET, HEAD, PUT, POST' })
  } catch (error) {
    if (!(error instanceof UploadRefused)) throw error
    sendSentence(response, error.status, error.message)
  }
}

async function takePut(response: ServerResponse, { backend, found, address }: Taking, serving: LinkServing) {
  const { names } = address
  if (names.length > 1) throw new UploadRefused(400, linkPages.badName)
  const length = response.req.headers['content-length']
  const stored = await storeUpload(
    {
      backend,
      found,
      name: names[0] ?? '',
      bytes: bodyOf(response),
      signal: leavingSignal(response),
      ...(length !== undefined && { expectedBytes: Number(length) }),
    },
    serving,
  )
  const text = `${filled(linkPages.stored, { name: stored })}\n`
  response
    .writeHead(201, {
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'content-length': Buffer.byteLength(text),
    })
    .end(text)
}

/** A client that waits for permission to send gets it now. */
async function* bodyOf(response: ServerResponse): AsyncGenerator<Uint8Array> {
  if ((response.req.headers.expect ?? '').toLowerCase() === '100-continue') response.writeContinue()
  yield* response.req as AsyncIterable<Uint8Array>
}

/** Stores the files of a form one after another as they arrive. None is kept in memory. */
async function takeForm(response: ServerResponse, { backend, found }: Taking, serving: LinkServing): Promise<void> {
  const signal = leavingSignal(response)
  const stored: string[] = []
  const storing: Promise<void>[] = []
  const form = new Busboy({
    headers: response.req.headers as BusboyHeaders,
    limits: { files: mostFiles, fields: 10, fieldSize: 1000, headerPairs: 50 },
  })
  const read = new Promise<void>((resolve, reject) => {
    form.on('file', (_field, file, name) => {
      // An empty file input sends a file without a name.
      if (!name) {
        file.resume()
        return
      }
      const store = storeUpload({ backend, found, name, bytes: readUntilGone(file, signal), signal }, serving)
      storing.push(store.then((as) => void stored.push(as)))
      store.catch((error: unknown) => {
        file.resume()
        reject(error)
      })
    })
    form.on('finish', resolve)
    form.on('error', () => reject(new UploadRefused(400, linkPages.notStored)))
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
  response.req.pipe(form)
  try {
    await read
    await Promise.all(storing)
  } finally {
    response.req.unpipe(form)
    await Promise.allSettled(storing)
  }
  if (stored.length === 0) throw new UploadRefused(400, linkPages.noFile)
  const names = stored.map((name) => `<li>${escapeHtml(name)}</li>`).join('')
  sendPage(response, 200, linkPages.sent, `<ul>${names}</ul><p><a href="">${linkPages.sendMore}</a></p>`)
}

function readUntilGone(file: Readable, signal: AbortSignal): AsyncIterable<Uint8Array> {
  return addAbortSignal(signal, file) as AsyncIterable<Uint8Array>
}

function sendChooser(response: ServerResponse, { link }: FoundLink): void {
  const isMany = link.kind === 'inbox'
  const limit = link.mostBytes === undefined ? '' : `<p>${filled(linkPages.largest, { size: link.mostBytes })}</p>`
  const form = `<form method="post" enctype="multipart/form-data"><p><label>${isMany ? linkPages.files : linkPages.file}<br><input type="file" name="file" required${isMany ? ' multiple' : ''}></label></p><p><button>${linkPages.send}</button></p></form>`
  const note = `<p>${linkPages.keepsOthers}</p>`
  sendPage(response, 200, filled(linkPages.sendFiles, { name: link.name ?? receiverNameOf(link) }), form + limit + note)
}
