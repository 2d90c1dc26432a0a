import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Download, OpenDownload } from '../host/downloads.ts'
import { contentDisposition } from '../host/http/content-disposition.ts'
import { securityHeaders } from '../lib/page-security.ts'
import { withinCall, newCallId } from '../core/layers/tracing/call-id.ts'

/**
 * Sends a file for the browser to save, as fast as the browser takes it. The file is never shown or run, whatever its
 * type is. When the browser leaves, the read ends. If the read fails or its length differs from the announced one, the
 * connection is closed, so that an incomplete file never looks complete.
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
    // The log has the reason of the failure.
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
