import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { newCallId, withinCall } from '../core/layers/tracing/call-id.ts'
import { contentAnswer } from '../host/http/content-answer.ts'
import type { ServedContent } from '../host/served-contents.ts'
import { securityHeaders } from '../lib/page-security.ts'

/**
 * Sends a file, or the requested range of it, for the window to play. If the read fails or its length differs from the
 * announced one, the connection is closed.
 */
export async function sendContent(response: ServerResponse, content: ServedContent): Promise<void> {
  const leaving = new AbortController()
  response.once('close', () => leaving.abort(new DOMException('The window left.', 'AbortError')))
  const { method, headers: asked } = response.req
  const { status, headers, offset, length } = contentAnswer(content.name, content.sizeBytes, asked.range)
  const isEmpty = method === 'HEAD' || length === 0
  try {
    await withinCall(newCallId(), async () => {
      const bytes = isEmpty ? undefined : await content.read({ offset, length }, { signal: leaving.signal })
      response.writeHead(status, headers)
      if (bytes) await pipeline(counted(bytes, length), response)
      else response.end()
    })
  } catch {
    // The log has the reason of the failure.
    if (!response.headersSent) response.writeHead(502, { ...securityHeaders, 'content-length': 0 }).end()
    else response.destroy()
  }
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
