/**
 * Uploads in parts. Some parts are on their way while the next one is collected, so memory holds a few of them, whatever
 * the size of the file. An upload that does not come to its end is aborted: its parts would be stored, and paid, for ever.
 */
import type { CompletedPart } from '@aws-sdk/client-s3'
import { createCrew } from '../../../lib/crew.ts'
import { crc32After, crc32Text } from './crc32.ts'
import type { ObjectHeaders } from './object-headers.ts'
import { persist } from './persist.ts'
import type { Scope } from './place.ts'
import { isCode } from './refusal.ts'

const mebibyte = 1024 ** 2
/** So many bytes of parts may be on their way in one upload, though at least two parts. */
const inFlightBytes = 32 * mebibyte
const tidyingMs = 15_000

export interface Upload {
  /** Resolves when the next part may be collected. */
  add(bytes: Uint8Array): Promise<void>
  /** Makes the object. Throws `PreconditionFailed` when it must be new and is not. Gives its entity tag. */
  complete(options: { readonly mustBeNew: boolean }): Promise<string | undefined>
  /** Never throws: there is nothing more to be done about it. */
  abort(): Promise<void>
}

export interface UploadTarget {
  readonly bucket: string
  readonly key: string
  readonly firstPartBytes: number
  readonly headers: ObjectHeaders
  readonly signal: AbortSignal
}

export async function startUpload({ client }: Scope, target: UploadTarget): Promise<Upload> {
  const { bucket, key, firstPartBytes, headers, signal } = target
  const ended = new AbortController()
  const request = { right: 's3:PutObject', bucket, signal: AbortSignal.any([signal, ended.signal]) } as const
  const hasSums = client.abilities.checksums
  // one that was begun twice would be stored, and paid, until someone looks
  const { UploadId } = await persist({ signal, isHarmless: false }, () =>
    client.request(request, (s3, options) =>
      s3.createMultipartUpload(
        {
          Bucket: bucket,
          Key: key,
          ...headers,
          ...(hasSums && { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' }),
        },
        options,
      ),
    ),
  )
  const crew = createCrew(Math.max(2, Math.floor(inFlightBytes / firstPartBytes)))
  const parts: CompletedPart[] = []
  let count = 0
  let sum = 0
  let size = 0

  async function send(number: number, bytes: Uint8Array) {
    const part = await persist({ signal: request.signal, isHarmless: true }, () =>
      client.request(request, (_, options, lean) =>
        lean.uploadPart(
          {
            Bucket: bucket,
            Key: key,
            UploadId,
            PartNumber: number,
            Body: bytes,
            ...(hasSums && { ChecksumAlgorithm: 'CRC32' }),
          },
          options,
        ),
      ),
    )
    parts[number - 1] = {
      PartNumber: number,
      ETag: part.ETag,
      ...(part.ChecksumCRC32 !== undefined && { ChecksumCRC32: part.ChecksumCRC32 }),
    }
  }

  return {
    async add(bytes) {
      const number = (count += 1)
      if (hasSums) sum = crc32After(sum, bytes)
      size += bytes.length
      await crew.begin(() => send(number, bytes))
    },
    async complete({ mustBeNew }) {
      await crew.finish()
      const isSummed = hasSums && parts.every(({ ChecksumCRC32 }) => ChecksumCRC32 !== undefined)
      const { ETag } = await persist({ signal: request.signal, isHarmless: false }, () =>
        client.request(request, (s3, options) =>
          s3.completeMultipartUpload(
            {
              Bucket: bucket,
              Key: key,
              UploadId,
              MultipartUpload: { Parts: parts },
              ...(mustBeNew && client.abilities.conditions && { IfNoneMatch: '*' }),
              ...(isSummed && { ChecksumType: 'FULL_OBJECT', ChecksumCRC32: crc32Text(sum), MpuObjectSize: size }),
            },
            options,
          ),
        ),
      )
      return ETag
    },
    async abort() {
      ended.abort(new Error('the upload is being aborted'))
      await crew.idle() // a part that arrives later would stay
      await client
        .request({ right: 's3:AbortMultipartUpload', bucket, signal: AbortSignal.timeout(tidyingMs) }, (s3, options) =>
          s3.abortMultipartUpload({ Bucket: bucket, Key: key, UploadId }, options),
        )
        .catch((error: unknown) => isCode(error, 'NoSuchUpload'))
    },
  }
}
