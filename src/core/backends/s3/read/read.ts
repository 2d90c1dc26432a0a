import { atFile, emptyBehindEnd, emptyStream } from '../../object-store/read/at-file.ts'
import { isCode } from '../../object-store/failures/refusal.ts'
import { type Attempt, refuse } from '../../object-store/failures/failures.ts'
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3'
import type { Readable } from 'node:stream'
import type { Sums } from '../../../../contract/entry.ts'
import { dropAnswer, streamOfAnswer } from '../../object-store/read/answer-stream.ts'
import type { ReadOptions } from '../../backend.ts'
import { s3Failure } from '../failures/failures.ts'
import { sumCheckOf } from '../connect/lean/sums.ts'
import { headIfAny } from './look-up.ts'
import { factsOfGet } from './object-facts.ts'
import type { ObjectAddress, Scope } from '../connect/scope.ts'
import { S3Refusal } from '../failures/refusal.ts'

const operation = 's3.read'
const bulkReading = 's3.bulk.read'

/** Reads an object as it was when the read began. Its mark is the ETag. */
export async function readObject(
  scope: Scope,
  path: string,
  options: ReadOptions,
): Promise<ReadableStream<Uint8Array>> {
  const { signal, offset = 0, length = Infinity, ifUnchanged, onOpened } = options
  return atFile(scope, { operation, path, signal }, async ({ container: bucket, key, attempt }) => {
    if (length === 0) return (await headIfAny(scope, bucket, key, signal)) && emptyStream()
    return emptyBehindEnd(async () => {
      const source: Source = { scope, bucket, key, signal, attempt }
      const opened = await get(source, offset, offset + length, ifUnchanged)
      if (opened.ETag !== undefined) onOpened?.(opened.ETag, factsOfGet(opened))
      return streamOf(source, opened)
    })
  })
}

/** Reads a small object into memory. Throws `too-large`. */
export async function readWhole(
  scope: Scope,
  path: string,
  { signal, mostBytes }: { readonly signal: AbortSignal; readonly mostBytes: number },
): Promise<{
  readonly bytes: Uint8Array
  readonly sizeBytes: number
  readonly modifiedMs?: number
  readonly sums?: Sums
}> {
  return atFile(scope, { operation: bulkReading, path, signal }, async ({ container: bucket, key, attempt }) => {
    const wish = {
      Bucket: bucket,
      Key: key,
      ...(scope.client.abilities.checksums && { ChecksumMode: 'ENABLED' as const }),
    }
    try {
      const answer = await scope.client.request({ right: 's3:GetObject', bucket, signal }, (_, options, lean) =>
        lean.getWhole(wish, options, mostBytes),
      )
      return { ...factsOfGet(answer), bytes: answer.bytes, sizeBytes: answer.bytes.length }
    } catch (error) {
      if (isCode(error, 'TooLong')) throw tooLarge(attempt)
      throw error
    }
  })
}

function tooLarge(attempt: Attempt) {
  return refuse('too-large', 's3.too-large-for-bulk', attempt)
}

/** Reads one version of an object. */
export async function readVersion(
  scope: Scope,
  { bucket, key, attempt }: ObjectAddress,
  version: string,
  { signal, offset = 0, length = Infinity, ifUnchanged, onOpened }: ReadOptions,
): Promise<ReadableStream<Uint8Array>> {
  signal.throwIfAborted()
  const source: Source = { scope, bucket, key, version, signal, attempt }
  return emptyBehindEnd(async () => {
    const isNothing = length === 0
    const first = await get(source, offset, isNothing ? offset + 1 : offset + length, ifUnchanged)
    if (first.ETag !== undefined) onOpened?.(first.ETag, factsOfGet(first))
    if (!isNothing) return streamOf(source, first)
    dropAnswer(first.Body as unknown as Readable)
    return emptyStream()
  })
}

interface Source {
  readonly scope: Scope
  readonly bucket: string
  readonly key: string
  readonly version?: string
  readonly signal: AbortSignal
  readonly attempt: Attempt
}

async function get(
  { scope, bucket, key, version, signal }: Source,
  start: number,
  end: number,
  etag?: string,
): Promise<GetObjectCommandOutput> {
  const isWhole = start === 0 && end === Infinity
  const right = version === undefined ? 's3:GetObject' : 's3:GetObjectVersion'
  return scope.client.request({ right, bucket, signal }, (_, options, lean) =>
    lean.getObject(
      {
        Bucket: bucket,
        Key: key,
        ...(version !== undefined && { VersionId: version }),
        ...(!isWhole && { Range: `bytes=${start}-${end === Infinity ? '' : end - 1}` }),
        ...(etag !== undefined && { IfMatch: etag }),
        ...(isWhole && scope.client.abilities.checksums && { ChecksumMode: 'ENABLED' }),
      },
      options,
    ),
  )
}

function streamOf({ signal, attempt }: Source, answer: GetObjectCommandOutput) {
  return streamOfAnswer(answer.Body as unknown as Readable, {
    signal,
    expectedBytes: answer.ContentLength,
    failure: (error) => s3Failure(new S3Refusal(error, 's3:GetObject'), attempt),
    ...sumCheckOf(answer),
  })
}
