/** The steps of a multipart upload. Each sends its request once. */
import type { CompleteMultipartUploadCommandOutput } from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import { crc32Of, crc32OfAll, crc32Text } from '../../crc32.ts'
import type { ObjectHeaders } from './object-headers.ts'
import type { Scope } from '../connect/scope.ts'

export interface UploadKey {
  readonly bucket: string
  readonly key: string
}
export interface OpenUpload extends UploadKey {
  readonly uploadId: string
}

/** A part that the service has. */
export interface SentPart {
  /** Numbered from 1. */
  readonly number: number
  readonly sizeBytes: number
  readonly etag: string | undefined
  /** The checksum that the service reports to have calculated itself. */
  readonly crc32?: number
}

export async function beginUpload(
  { client }: Scope,
  { bucket, key }: UploadKey,
  headers: ObjectHeaders,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { UploadId } = await client.request({ right: 's3:PutObject', bucket, signal }, (s3, options) =>
    s3.createMultipartUpload(
      {
        Bucket: bucket,
        Key: key,
        ...headers,
        ...(client.abilities.checksums && { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' }),
      },
      options,
    ),
  )
  return UploadId
}

export async function sendPart(
  { client }: Scope,
  { bucket, key, uploadId }: OpenUpload,
  number: number,
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<SentPart> {
  const { ETag, ChecksumCRC32 } = await client.request({ right: 's3:PutObject', bucket, signal }, (_, options, lean) =>
    lean.uploadPart(
      {
        Bucket: bucket,
        Key: key,
        UploadId: uploadId,
        PartNumber: number,
        Body: bytes,
        ...(client.abilities.checksums && { ChecksumAlgorithm: 'CRC32' }),
      },
      options,
    ),
  )
  return partOf(number, bytes.length, ETag, ChecksumCRC32)
}

/** Returns the parts that the service has, in its order. */
export async function listParts(
  { client }: Scope,
  { bucket, key, uploadId }: OpenUpload,
  signal: AbortSignal,
): Promise<SentPart[]> {
  const parts: SentPart[] = []
  let marker: string | undefined
  do {
    const page = await client.request({ right: 's3:ListMultipartUploadParts', bucket, signal }, (s3, options) =>
      s3.listParts(
        { Bucket: bucket, Key: key, UploadId: uploadId, ...(marker !== undefined && { PartNumberMarker: marker }) },
        options,
      ),
    )
    for (const { PartNumber = 0, Size = 0, ETag, ChecksumCRC32 } of page.Parts ?? []) {
      parts.push(partOf(PartNumber, Size, ETag, ChecksumCRC32))
    }
    marker = page.IsTruncated ? page.NextPartNumberMarker : undefined
  } while (marker !== undefined)
  return parts
}

/** Creates the object. Throws `PreconditionFailed` if it must be new but already exists. */
export async function completeUpload(
  { client }: Scope,
  { bucket, key, uploadId }: OpenUpload,
  parts: readonly SentPart[],
  { mustBeNew, crc32, signal }: { readonly mustBeNew: boolean; readonly crc32?: number; readonly signal: AbortSignal },
): Promise<CompleteMultipartUploadCommandOutput> {
  const sum = crc32 ?? crc32OfAll(parts)
  const isSummed = client.abilities.checksums && parts.every((part) => part.crc32 !== undefined)
  return client.request({ right: 's3:PutObject', bucket, signal }, (s3, options) =>
    s3.completeMultipartUpload(
      {
        Bucket: bucket,
        Key: key,
        UploadId: uploadId,
        MultipartUpload: {
          Parts: parts.map((part) => ({
            PartNumber: part.number,
            ETag: part.etag,
            ...(part.crc32 !== undefined && { ChecksumCRC32: crc32Text(part.crc32) }),
          })),
        },
        ...(mustBeNew && client.abilities.conditions && { IfNoneMatch: '*' }),
        ...(isSummed &&
          sum !== undefined && {
            ChecksumType: 'FULL_OBJECT',
            ChecksumCRC32: crc32Text(sum),
            MpuObjectSize: bytesOfParts(parts),
          }),
      },
      options,
    ),
  )
}

/** Throws `NoSuchUpload` if the upload is already gone. */
export async function abortUpload(
  { client }: Scope,
  { bucket, key, uploadId }: OpenUpload,
  signal: AbortSignal,
): Promise<void> {
  await client.request({ right: 's3:AbortMultipartUpload', bucket, signal }, (s3, options) =>
    s3.abortMultipartUpload({ Bucket: bucket, Key: key, UploadId: uploadId }, options),
  )
}

export function bytesOfParts(parts: readonly SentPart[]): number {
  return parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
}

/**
 * Returns the checksum of checksums from which the service builds the object's ETag, such as `9b2c…-5@8388608`.
 * Undefined if the tags of parts are not MD5s.
 */
export function md5OfParts(parts: readonly SentPart[]): string | undefined {
  const sums = parts.map(({ etag }) => /^"?([0-9a-f]{32})"?$/.exec(etag ?? '')?.[1])
  const first = parts[0]?.sizeBytes
  if (first === undefined || sums.includes(undefined)) return undefined
  const sum = createHash('md5').update(sums.join(''), 'hex').digest('hex')
  const isEven = parts.every(
    ({ sizeBytes }, index) => sizeBytes === first || (index === parts.length - 1 && sizeBytes < first),
  )
  return `${sum}-${parts.length}${isEven && first > 0 ? `@${first}` : ''}`
}

function partOf(number: number, sizeBytes: number, etag: string | undefined, crc32Told: string | undefined): SentPart {
  const crc32 = crc32Of(crc32Told)
  return { number, sizeBytes, etag, ...(crc32 !== undefined && { crc32 }) }
}
