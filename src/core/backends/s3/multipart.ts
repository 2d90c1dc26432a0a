/**
 * Uploads in parts. Some parts are on their way while the next one is collected, so memory holds a few of them, whatever
 * the size of the file. An upload that does not come to its end is aborted: its parts would be stored, and paid, for ever.
 */
import { createCrew } from '../../../lib/crew.ts'
import type { PartUpload } from '../object-store/send-in-parts.ts'
import { crc32After } from '../crc32.ts'
import type { ObjectHeaders } from './object-headers.ts'
import { abortUpload, beginUpload, completeUpload, type SentPart, sendPart } from './parts.ts'
import { persist } from './persist.ts'
import type { Scope } from './place.ts'
import { provenParts, type Proven } from './proof.ts'

const mebibyte = 1024 ** 2
/** So many bytes of parts may be on their way in one upload, though at least two parts. */
const inFlightBytes = 32 * mebibyte
const tidyingMs = 15_000

export interface Upload extends PartUpload {
  /** Makes the object. Throws `PreconditionFailed` when it must be new and is not. */
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
  const ended = new AbortController()
  const signal = AbortSignal.any([target.signal, ended.signal])
  // one that was begun twice would be stored, and paid, until someone looks
  const once = { signal, isHarmless: false }
  const uploadId = (await persist(once, () => beginUpload(scope, { bucket, key }, headers, signal))) ?? ''
  const upload = { bucket, key, uploadId }
  const crew = createCrew(Math.max(2, Math.floor(inFlightBytes / firstPartBytes)))
  const parts: SentPart[] = []
  let count = 0
  let crc32 = 0

  return {
    async add(bytes) {
      const number = (count += 1)
      if (scope.client.abilities.checksums) crc32 = crc32After(crc32, bytes)
      await crew.begin(async () => {
        const send = () => sendPart(scope, upload, number, bytes, signal)
        parts[number - 1] = await persist({ signal, isHarmless: true }, send)
      })
    },
    async complete({ mustBeNew }) {
      await crew.finish()
      const complete = () => completeUpload(scope, upload, parts, { mustBeNew, crc32, signal })
      return provenParts(await persist(once, complete), parts, crc32)
    },
    async abort() {
      ended.abort(new Error('the upload is being aborted'))
      await crew.idle() // a part that arrives later would stay
      await abortUpload(scope, upload, AbortSignal.timeout(tidyingMs)).catch(() => {})
    },
  }
}
