import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Backend, ReadOptions } from '../../../core/backends/backend.ts'
import type { FoundLink } from '../../../core/links/link-ledger.ts'
import { securityHeaders } from '../../../lib/page-security.ts'
import { contentDisposition } from '../../http/content-disposition.ts'
import { readByteRange } from '../../http/byte-range.ts'
import { type LinkServing, leavingSignal } from '../link-serving.ts'
import type { Linked } from '../linked.ts'
import { sendSentence } from '../pages.ts'
import { servedTypeOf } from './served-type.ts'
import { linkPages } from '../../../contract/sentences/own/link-pages.ts'

interface OpenFile {
  readonly body: ReadableStream<Uint8Array>
  readonly mark: string
  readonly sizeBytes: number
}

export interface FileToSend {
  readonly linked: Linked
  readonly found: FoundLink
  readonly name: string
}

/** Sends a file, or the one range that is requested. A download is counted before its first byte is sent. */
export async function sendFile(response: ServerResponse, file: FileToSend, serving: LinkServing): Promise<void> {
  const { linked, found } = file
  const { headers, method } = response.req
  const ifRange = headers['if-range']?.toString()
  const signal = leavingSignal(response)
  const opened = await openFile(linked.backend, linked.path, { signal })
  try {
    const state = serving.signer.sign('state', `${found.id}\n${linked.path}\n${opened.mark}`).slice(0, 22)
    const isLimited = found.link.mostUses !== undefined
    const goesOn = serving.grants.isGiven(found.id, state, ifRange)
    if (found.state === 'used-up' && !goesOn) return sendSentence(response, 410, linkPages['used-up'])
    const isRangeGood = isLimited ? goesOn : ifRange === undefined || ifRange === `"${state}"`
    const range = isRangeGood ? readByteRange(headers.range, opened.sizeBytes) : 'whole'
    if (!isLimited && headers['if-none-match'] === `"${state}"`) {
      return void response.writeHead(304, { ...securityHeaders, etag: `"${state}"` }).end()
    }
    if (range === 'unsatisfiable') return refuseRange(response, opened.sizeBytes)
    const isCounted = method === 'GET' && !goesOn && (range === 'whole' || range.start === 0)
    if (isCounted && !serving.ledger.use(found.id)) return sendSentence(response, 410, linkPages['used-up'])
    const tag = isLimited ? serving.grants.give(found.id, state) : `"${state}"`
    const part = range === 'whole' ? { start: 0, end: opened.sizeBytes - 1 } : range
    response.writeHead(range === 'whole' ? 200 : 206, {
      ...headersOf(file),
      etag: tag,
      'content-length': part.end - part.start + 1,
      ...(range !== 'whole' && { 'content-range': `bytes ${part.start}-${part.end}/${opened.sizeBytes}` }),
    })
    if (method === 'HEAD') return void response.end()
    const body = range === 'whole' ? opened.body : await readPart(linked, opened, part, signal)
    await pipeline(counted(body, part.end - part.start + 1), response)
  } finally {
    if (!opened.body.locked) await opened.body.cancel().catch(() => {})
  }
}

async function openFile(backend: Backend, path: string, options: ReadOptions): Promise<OpenFile> {
  let mark = ''
  let sizeBytes: number | undefined
  const body = await backend.read(path, {
    ...options,
    isPlainWay: true,
    onOpened(told, facts) {
      mark = told
      sizeBytes = facts?.sizeBytes
    },
  })
  return { body, mark, sizeBytes: sizeBytes ?? (await backend.stat(path, options)).sizeBytes ?? 0 }
}

/** Reads the same state, or fails. */
function readPart(
  { backend, path }: Linked,
  { mark }: OpenFile,
  { start, end }: { readonly start: number; readonly end: number },
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  return backend.read(path, { offset: start, length: end - start + 1, ifUnchanged: mark, isPlainWay: true, signal })
}

function headersOf({ linked, found, name }: FileToSend): Record<string, string> {
  const { link } = found
  const { contentType, how, policy } = servedTypeOf(name, link.contentType)
  const { modifiedMs } = linked.entry
  return {
    ...securityHeaders,
    'content-security-policy': policy,
    'content-type': contentType,
    'content-disposition': contentDisposition(name, link.name === undefined ? how : 'attachment'),
    'cache-control': 'private, no-cache',
    'accept-ranges': 'bytes',
    'x-robots-tag': 'noindex',
    ...(modifiedMs !== undefined && { 'last-modified': new Date(modifiedMs).toUTCString() }),
  }
}

function refuseRange(response: ServerResponse, sizeBytes: number): void {
  response.writeHead(416, { ...securityHeaders, 'content-range': `bytes */${sizeBytes}`, 'content-length': 0 }).end()
}

/**
 * If the length differs from the announced one, the connection is closed, so that an incomplete file never looks
 * complete.
 */
async function* counted(body: ReadableStream<Uint8Array>, length: number): AsyncGenerator<Uint8Array> {
  let sent = 0
  for await (const chunk of body) {
    sent += chunk.length
    if (sent > length) break
    yield chunk
  }
  if (sent !== length) throw new Error('the file has another length than was announced')
}
