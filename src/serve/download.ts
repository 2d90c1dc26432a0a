import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Download, OpenDownload } from '../host/downloads.ts'
import { contentDisposition } from '../host/http/content-disposition.ts'
import { securityHeaders } from '../lib/page-security.ts'
import { withinCall, newCallId } from '../core/layers/tracing/call-id.ts'

/**
 * Sends a file for the browser to save, as fast as it takes it. What it is makes no difference: it is never shown, nor
 * run. When the browser leaves, the reading ends; when the reading fails, or comes to another length than was said, the
 * line is cut, so that no part is ever taken for the whole.
 */
export async function sendDownload(response: ServerResponse, download: Download): Promise<void> {
  const leaving = new AbortController()
  response.once('close', () => leaving.abort(new DOMException('The browser left.', 'AbortError')))
  try {
    await withinCall(newCallId(), async () => {
      const opened = await download.open({ signal: leaving.signal })
      response.writeHead(200, headersOf(download.name, opened))
      await pipeline(counted(opened), response)
    })
  } catch {
    // the log has why the reading failed
    if (!response.headersSent) response.writeHead(502, { ...securityHeaders, 'content-length': 0 }).end()
    else response.destroy()
  }
}

function headersOf(name: string, { sizeBytes }: OpenDownload): Record<string, string | number> {
  return {
    ...securityHeaders,
    'content-type': 'application/octet-stream',
    'content-disposition': contentDisposition(name),
    'cache-control': 'no-store',
    'accept-ranges': 'none',
    ...(sizeBytes !== undefined && { 'content-length': sizeBytes }),
  }
}

async function* counted({ bytes, sizeBytes }: OpenDownload): AsyncGenerator<Uint8Array> {
  let sent = 0
  for await (const chunk of bytes) {
    sent += chunk.length
    if (sizeBytes !== undefined && sent > sizeBytes) break
    yield chunk
  }
  if (sizeBytes !== undefined && sent !== sizeBytes) throw new Error('The file has another length than was said.')
}
