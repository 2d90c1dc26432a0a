/** Whether what the service says of what it stored is what was sent: then it need not be asked again. */
import type { CompleteMultipartUploadCommandOutput, PutObjectCommandOutput } from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import type { Sums } from '../../../../contract/entry.ts'
import { crc32After, crc32Hex, crc32Of, crc32OfAll } from '../../crc32.ts'
import { md5OfParts, type SentPart } from './parts.ts'
import { sumsOf } from '../read/sums.ts'

/** What the answer to a stored object tells. */
export type PutAnswer = Pick<
  PutObjectCommandOutput,
  'ETag' | 'VersionId' | 'ChecksumCRC32' | 'ChecksumType' | 'ServerSideEncryption' | 'SSECustomerAlgorithm'
>

export interface Proven {
  readonly etag: string | undefined
  readonly version: string | undefined
  /** `true`: what is stored was summed, and the sum is right. `false`: it is wrong. Undefined: nothing tells. */
  readonly isRight: boolean | undefined
  /** Of the bytes that were sent, as far as the service agrees. */
  readonly sums: Sums
}

/** Of an object that came in one request. */
export function provenBytes(answer: PutAnswer, bytes: Uint8Array): Proven {
  const { md5: told } = sumsOf(answer)
  const crc32 = crc32Of(answer.ChecksumCRC32)
  const md5 = told === undefined ? undefined : createHash('md5').update(bytes).digest('hex')
  const isSummed = crc32 === undefined ? undefined : crc32 === crc32After(0, bytes)
  return {
    ...stateOf(answer),
    // an entity tag of another value is just no MD5
    isRight: isSummed ?? (md5 !== undefined && md5 === told ? true : undefined),
    sums: { ...hexOf(crc32), ...(md5 !== undefined && md5 === told && { md5 }) },
  }
}

/** Of an object that came in parts, with the sum of all bytes where it was made. */
export function provenParts(
  answer: Pick<CompleteMultipartUploadCommandOutput, 'ETag' | 'VersionId' | 'ChecksumCRC32' | 'ChecksumType'>,
  parts: readonly SentPart[],
  sum: number | undefined,
): Proven {
  const ofParts = md5OfParts(parts)
  const isOfParts = ofParts !== undefined && answer.ETag?.replaceAll('"', '') === ofParts.replace(/@.*/, '')
  const told = answer.ChecksumType === 'COMPOSITE' ? undefined : crc32Of(answer.ChecksumCRC32)
  const isSummed = told === undefined || sum === undefined ? undefined : told === sum
  // each part was summed when it came, and the object is made of these parts
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
