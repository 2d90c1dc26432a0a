import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { contentTypeOf } from '../core/backends/content-type.ts'
import { newCallId, withinCall } from '../core/layers/call-id.ts'
import { readByteRange } from '../host/http/byte-range.ts'
import type { ServedContent } from '../host/served-contents.ts'
import { contentPolicy, securityHeaders } from '../lib/page-security.ts'

/**
 * Sends a file, or the part of it that is asked for, to be played by the window. Whatever it is, it is never a page: only sound and
 * pictures keep their type. A reading that fails, or comes to another length than was said, cuts the line.
 */
export async function sendContent(response: ServerResponse, content: ServedContent): Promise<void> {
  const leaving = new AbortController()
  response.once('close', () => leaving.abort(new DOMException('The window left.', 'AbortError')))
  const { method, headers } = response.req
  const { sizeBytes } = content
  const range = readByteRange(headers.range, sizeBytes)
  if (range === 'unsatisfiable') {
    response.writeHead(416, { ...securityHeaders, 'content-range': `bytes */${sizeBytes}`, 'content-length': 0 }).end()
    return
  }
  const part = range === 'whole' ? { start: 0, end: sizeBytes - 1 } : range
  const length = part.end - part.start + 1
  try {
    await withinCall(newCallId(), async () => {
      const bytes =
        method === 'HEAD' || length === 0
          ? undefined
          : await content.read({ offset: part.start, length }, { signal: leaving.signal })
      response.writeHead(range === 'whole' ? 200 : 206, {
        ...headersOf(content.name),
        'content-length': length,
        ...(range !== 'whole' && { 'content-range': `bytes ${part.start}-${part.end}/${sizeBytes}` }),
      })
      if (bytes) await pipeline(counted(bytes, length), response)
      else response.end()
    })
  } catch {
    // the log has why the reading failed
    if (!response.headersSent) response.writeHead(502, { ...securityHeaders, 'content-length': 0 }).end()
    else response.destroy()
  }
}

function headersOf(name: string): Record<string, string> {
  return {
    ...securityHeaders,
    'content-security-policy': contentPolicy,
    'content-type': playedType(name),
    'content-disposition': 'inline',
    'cache-control': 'no-store',
    'accept-ranges': 'bytes',
  }
}

export function playedType(name: string): string {
  const { contentType = '' } = contentTypeOf(name)
  return /^(audio|video)\/[\w.+-]+$/.test(contentType) ? contentType : 'application/octet-stream'
}

async function* counted(bytes: AsyncIterable<Uint8Array>, length: number): AsyncGenerator<Uint8Array> {
  let sent = 0
  for await (const chunk of bytes) {
    sent += chunk.length
    if (sent > length) break
    yield chunk
  }
  if (sent !== length) throw new Error('The file has another length than was said.')
}
