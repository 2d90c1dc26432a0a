import { forEachChunk } from '../../../../lib/flow/byte-stream.ts'
import { createPartBuffer } from './part-buffer.ts'

/** An upload that was begun. */
export interface PartUpload {
  /** Resolves when the next part may be collected. */
  add(bytes: Uint8Array): Promise<void>
  /** Never throws, because nothing more can be done about it. */
  abort(): Promise<void>
}

export interface PartsOptions<Upload extends PartUpload, Sent> {
  readonly signal: AbortSignal
  /** Returns the size of a part, numbered from 1. */
  readonly partBytesFor: (number: number) => number
  /** Called if everything fits into one part. */
  readonly sendWhole: (bytes: Uint8Array) => Promise<Sent>
  readonly start: (firstPartBytes: number) => Upload | Promise<Upload>
  /** Called when all parts are being sent. */
  readonly finish: (upload: Upload, sizeBytes: number) => Promise<Sent>
}

/**
 * Sends a body: with one request if it fits into one part, otherwise as a multipart upload, which is aborted if
 * anything fails.
 */
export async function sendInParts<Upload extends PartUpload, Sent>(
  body: ReadableStream<Uint8Array>,
  { signal, partBytesFor, sendWhole, start, finish }: PartsOptions<Upload, Sent>,
): Promise<Sent> {
  const firstPartBytes = partBytesFor(1)
  let upload: Upload | undefined
  let number = 1
  let sizeBytes = 0
  let part = createPartBuffer(firstPartBytes)

  async function sendPart(): Promise<Upload> {
    upload ??= await start(firstPartBytes)
    await upload.add(part.bytes())
    return upload
  }
  async function nextPart() {
    await sendPart()
    number += 1
    part = createPartBuffer(partBytesFor(number))
  }

  try {
    await forEachChunk(body, signal, async (chunk) => {
      for (let rest = chunk; rest.length > 0;) {
        const added = part.add(rest)
        sizeBytes += added
        rest = rest.subarray(added)
        if (added === 0) await nextPart() // only if more bytes follow; a body that fits exactly needs no parts
      }
    })
    return await (upload ? finish(await sendPart(), sizeBytes) : sendWhole(part.bytes()))
  } catch (error) {
    await upload?.abort()
    throw error
  }
}
