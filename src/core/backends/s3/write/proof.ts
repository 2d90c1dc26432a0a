/** Checks whether the service's response matches what was sent. If so, no further request is needed. */
import type { CompleteMultipartUploadCommandOutput, PutObjectCommandOutput } from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import type { Sums } from '../../../../contract/entry.ts'
import { crc32After, crc32Hex, crc32Of, crc32OfAll } from '../../crc32.ts'
import { md5OfParts, type SentPart } from './parts.ts'
import { sumsOf } from '../read/sums.ts'

/** The fields of the response to a write. */
export type PutAnswer = Pick<
  PutObjectCommandOutput,
  'ETag' | 'VersionId' | 'ChecksumCRC32' | 'ChecksumType' | 'ServerSideEncryption' | 'SSECustomerAlgorithm'
>

export interface Proven {
  readonly etag: string | undefined
  readonly version: string | undefined
  /**
   * `true`: the service calculated a checksum of the stored bytes, and it matches. `false`: it does not match.
   * Undefined: unknown.
   */
  readonly isRight: boolean | undefined
  /** The checksums of the sent bytes that the service confirms. */
  readonly sums: Sums
}

/** Checks an object that was stored in one request. */
export function provenBytes(answer: PutAnswer, bytes: Uint8Array): Proven {
  const { md5: told } = sumsOf(answer)
  const crc32 = crc32Of(answer.ChecksumCRC32)
  const md5 = told === undefined ? undefined : createHash('md5').update(bytes).digest('hex')
  const isSummed = crc32 === undefined ? undefined : crc32 === crc32After(0, bytes)
  return {
    ...stateOf(answer),
    // an ETag with another value is simply not an MD5
    isRight: isSummed ?? (md5 !== undefined && md5 === told ? true : undefined),
    sums: { ...hexOf(crc32), ...(md5 !== undefined && md5 === told && { md5 }) },
  }
}

/** Checks an object that was stored in parts. `sum` is the checksum of all bytes, if it was calculated. */
export function provenParts(
  answer: Pick<CompleteMultipartUploadCommandOutput, 'ETag' | 'VersionId' | 'ChecksumCRC32' | 'ChecksumType'>,
  parts: readonly SentPart[],
  sum: number | undefined,
): Proven {
  const ofParts = md5OfParts(parts)
  const isOfParts = ofParts !== undefined && answer.ETag?.replaceAll('"', '') === ofParts.replace(/@.*/, '')
  const told = answer.ChecksumType === 'COMPOSITE' ? undefined : crc32Of(answer.ChecksumCRC32)
  const isSummed = told === undefined || sum === undefined ? undefined : told === sum
  // each part was verified when it was stored, and the object consists of these parts
  const isMade = isOfParts && crc32OfAll(parts) !== undefined && crc32OfAll(parts) === sum
  return {
    ...stateOf(answer),
    isRight: isSummed ?? (isMade ? true : undefined),
    sums: {
      ...(isSummed !== false && (told !== undefined || isMade) && hexOf(told ?? sum)),
      ...(isOfParts && { 'md5-of-parts': ofParts }),
    },
  }
}

function stateOf({ ETag, VersionId }: Pick<PutAnswer, 'ETag' | 'VersionId'>) {
  return { etag: ETag, version: VersionId === 'null' || VersionId === '' ? undefined : VersionId }
}

function hexOf(crc32: number | undefined): Sums {
  return crc32 === undefined ? {} : { crc32: crc32Hex(crc32) }
}
