/** Multipart uploads, and the facts that S3 returns about the finished object. */
import { createPartSender, partsAtOnce } from '../../object-store/write/part-sender.ts'
import type { PartUpload } from '../../object-store/write/send-in-parts.ts'
import { crc32After } from '../../crc32.ts'
import type { ObjectHeaders } from './object-headers.ts'
import { abortUpload, beginUpload, completeUpload, type SentPart, sendPart } from './parts.ts'
import { persist } from '../connect/persist.ts'
import type { Scope } from '../connect/scope.ts'
import { provenParts, type Proven } from './proof.ts'

export interface Upload extends PartUpload {
  /** Creates the object. Throws `PreconditionFailed` if it must be new but already exists. */
  complete(options: { readonly mustBeNew: boolean }): Promise<Proven>
}

export interface UploadTarget {
  readonly bucket: string
  readonly key: string
  readonly firstPartBytes: number
  readonly headers: ObjectHeaders
  readonly signal: AbortSignal
}

export async function startUpload(scope: Scope, target: UploadTarget): Promise<Upload> {
  const { bucket, key, firstPartBytes, headers } = target
  const sender = createPartSender(partsAtOnce(firstPartBytes), target.signal)
  const { signal } = sender
  // not retried without a response: an upload that was begun twice would stay and cost money until someone finds it
  const once = { signal, isHarmless: false }
  const uploadId = (await persist(once, () => beginUpload(scope, { bucket, key }, headers, signal))) ?? ''
  const upload = { bucket, key, uploadId }
  const parts: SentPart[] = []
  let count = 0
  let crc32 = 0

  return {
    async add(bytes) {
      const number = (count += 1)
      if (scope.client.abilities.checksums) crc32 = crc32After(crc32, bytes)
      await sender.begin(async () => {
        const send = () => sendPart(scope, upload, number, bytes, signal)
        parts[number - 1] = await persist({ signal, isHarmless: true }, send)
      })
    },
    async complete({ mustBeNew }) {
      await sender.finish()
      const complete = () => completeUpload(scope, upload, parts, { mustBeNew, crc32, signal })
      return provenParts(await persist(once, complete), parts, crc32)
    },
    abort: () => sender.abort((late) => abortUpload(scope, upload, late)),
  }
}
