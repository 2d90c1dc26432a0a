import type { MessagePortMain } from 'electron'
import { z } from 'zod'
import { contract, type Contract } from '../contract/contract.ts'
import { baseName } from '../contract/location.ts'
import { locationSchema } from '../contract/schemas/location.ts'
import { contentAnswer } from '../host/http/content-answer.ts'
import { contentPath, decodeAddress } from '../lib/content-address.ts'
import { streamCallsOf } from '../lib/call-shape.ts'
import { securityHeaders } from '../lib/page-security.ts'
import { createConnection } from '../rpc/client.ts'
import { createPortChannel, portOfEmitter } from '../rpc/transports/message-port.ts'

/** The content of a URL for a file to play. */
const wishSchema = z.object({
  location: locationSchema,
  version: z.string().exactOptional(),
  sizeBytes: z.number().int().nonnegative(),
})

export type OpenLine = () => MessagePortMain | undefined

/**
 * Answers `/content/…` with the requested range of the file, which is read over a connection to the host as any window
 * does.
 */
export async function playContent(request: Request, openLine: OpenLine): Promise<Response> {
  const wish = wishOf(new URL(request.url).pathname)
  const port = wish && openLine()
  if (!wish || !port) return new Response(null, { status: 404, headers: securityHeaders })
  const { location, version, sizeBytes } = wish
  const range = request.headers.get('range') ?? undefined
  const { status, headers, offset, length } = contentAnswer(baseName(location.path), sizeBytes, range)
  const connection = createConnection<Contract>(streamCallsOf(contract), createPortChannel(portOfEmitter(port)))
  const leaving = new AbortController()
  const options = { signal: leaving.signal }
  const part = { location, offset, length }
  const bytes =
    version === undefined
      ? connection.client.files.read(part, options)
      : connection.client.versions.read({ ...part, version }, options)
  const chunks = bytes[Symbol.asyncIterator]()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = await chunks.next()
        if (!next.done) return controller.enqueue(next.value)
        controller.close()
      } catch (error) {
        controller.error(error)
      }
      connection.close()
    },
    cancel() {
      leaving.abort()
      connection.close()
    },
  })
  return new Response(length === 0 ? null : body, { status, headers })
}

function wishOf(pathname: string): z.infer<typeof wishSchema> | undefined {
  const decoded = decodeAddress(pathname.slice(contentPath.length))
  try {
    return wishSchema.safeParse(JSON.parse(decoded ?? '')).data
  } catch {
    return undefined
  }
}
