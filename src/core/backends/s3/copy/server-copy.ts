/** Copies within the service: with one request, or in parts if the file is too large for one. */
import { checkTarget, noteStored } from '../../object-store/write/target.ts'
import { addressOf } from '../../object-store/address.ts'
import { isFolder } from '../../object-store/read/look-up.ts'
import { isCode, unlessDenied } from '../../object-store/failures/refusal.ts'
import { notAFile, nothingAt, otherSize, refuse, taken } from '../../object-store/failures/failures.ts'
import type { CompletedPart, CopyObjectCommandOutput, HeadObjectOutput } from '@aws-sdk/client-s3'
import { baseName } from '../../../../contract/location.ts'
import { createPartSender } from '../../object-store/write/part-sender.ts'
import { abortUpload } from '../write/parts.ts'
import type { Backend, CopyOptions, Stored } from '../../backend.ts'
import { failingAs } from '../failures/failures.ts'
import { factsOf } from '../read/list.ts'
import { headIfAny } from '../read/look-up.ts'
import { changesOf, headersOf, type ObjectHeaders } from '../write/object-headers.ts'
import { type CopiedObject, type ObjectAddress, objectAt, type Scope } from '../connect/scope.ts'
import { propertiesOfHead } from '../read/object-facts.ts'
import { sumsOf } from '../read/sums.ts'
import { ensureTags, tagsIfAny } from '../write/tags.ts'

const leastPartBytes = 64 * 1024 ** 2
const mostParts = 10_000
const partsAtOnce = 8

export function serverCopyOf(scope: Scope): NonNullable<Backend['serverCopy']> {
  const { store } = scope.client
  return {
    store,
    async source(path, { signal }) {
      const object = objectAt(scope, path, 's3.serverCopy.source')
      const { bucket, key, attempt } = object
      return failingAs(attempt, async () => {
        const head = await headIfAny(scope, bucket, key, signal)
        if (!head) {
          if (await unlessDenied(isFolder(scope, bucket, `${key}/`, signal), false)) {
            throw notAFile(attempt)
          }
          throw nothingAt(attempt)
        }
        const { ETag: etag, VersionId: version, ContentLength: sizeBytes = 0 } = head
        const ref: CopiedObject = {
          bucket,
          key,
          ...(etag && { etag, sizeBytes }),
          ...(version && version !== 'null' && { version }),
        }
        return { kind: 'same-store', store, sizeBytes, ref }
      })
    },
    async copyFrom(to, source, options) {
      const object = objectAt(scope, to, 's3.serverCopy.copyFrom')
      const { attempt } = object
      if (source.kind !== 'same-store' || source.store !== store) {
        throw refuse('unsupported', 'objects.not-copied-by-service', attempt)
      }
      return failingAs(attempt, async () => {
        const target = { container: object.bucket, key: object.key, attempt }
        const address = addressOf(scope, to, attempt.operation)
        await checkTarget(scope, target, address.kind === 'inside' ? address : {}, options)
        return copyWithin(scope, source.ref as CopiedObject, object, options)
      })
    },
  }
}

/**
 * Copies an object with its properties and tags. The target appears only with all its bytes. Throws `changed`,
 * `exists`.
 */
export async function copyWithin(
  scope: Scope,
  from: CopiedObject,
  target: ObjectAddress,
  { ifExists, signal, onProgress }: CopyOptions,
): Promise<Stored> {
  const { bucket, key, attempt } = target
  const isKnownSmall = from.sizeBytes !== undefined && from.sizeBytes <= scope.largestCopyBytes
  const head = isKnownSmall ? { ContentLength: from.sizeBytes } : await headOfSource(scope, from, signal)
  const size = head.ContentLength ?? 0
  let made: CopyObjectCommandOutput | undefined
  try {
    if (size > scope.largestCopyBytes) await copyInParts(scope, from, target, { head, ifExists, signal, onProgress })
    else made = await copyAtOnce(scope, from, target, { ifExists, signal })
  } catch (error) {
    if (!isCode(error, 'PreconditionFailed', 'Http412')) throw error
    if (ifExists === 'fail' && (await headIfAny(scope, bucket, key, signal))) throw taken(attempt)
    throw refuse('changed', 'store.source-changed', attempt)
  }
  noteStored(scope, bucket, key)
  const { CopyObjectResult: { ETag, LastModified } = {}, VersionId, ...encryption } = made ?? {}
  const sums = sumsOf({ ...encryption, ETag })
  const named = { name: baseName(attempt.path), kind: 'file' } as const
  const version = VersionId && VersionId !== 'null' ? { version: VersionId } : {}
  // The same MD5 as the source. An object stored in one request has its MD5 as the ETag.
  if (sums['md5'] !== undefined && ETag?.replaceAll('"', '') === from.etag?.replaceAll('"', '')) {
    onProgress?.(size)
    return { ...named, ...factsOf(size, LastModified), ...version, sums, proof: 'sum' }
  }
  const copied = await unlessDenied(headIfAny(scope, bucket, key, signal), undefined)
  if (copied && copied.ContentLength !== size) {
    throw otherSize(attempt, copied.ContentLength, size)
  }
  onProgress?.(size)
  const seen = copied && { sums: sumsOf(copied), proof: 'size' as const }
  return { ...named, ...factsOf(size, copied?.LastModified), ...version, ...seen }
}

function headOfSource({ client }: Scope, { bucket, key, version, etag }: CopiedObject, signal: AbortSignal) {
  const right = version === undefined ? 's3:GetObject' : 's3:GetObjectVersion'
  return client.request({ right, bucket, signal }, (s3, options) =>
    s3.headObject(
      {
        Bucket: bucket,
        Key: key,
        ...(version !== undefined && { VersionId: version }),
        ...(etag !== undefined && { IfMatch: etag }),
      },
      options,
    ),
  )
}

/** Formats a source for the header: percent-encoded except for slashes. */
export function copySourceOf({ bucket, key, version }: CopiedObject): string {
  const path = `${bucket}/${key}`.split('/').map(encodeURIComponent).join('/')
  return version === undefined ? path : `${path}?versionId=${encodeURIComponent(version)}`
}

async function copyAtOnce(
  { client }: Scope,
  from: CopiedObject,
  { bucket, key }: ObjectAddress,
  { ifExists, signal }: CopyOptions,
): Promise<CopyObjectCommandOutput> {
  return client.request({ right: 's3:PutObject', bucket, signal }, (s3, options) =>
    s3.copyObject(
      {
        Bucket: bucket,
        Key: key,
        CopySource: copySourceOf(from),
        ...(from.etag !== undefined && { CopySourceIfMatch: from.etag }),
        ...(ifExists === 'fail' && client.abilities.conditions && { IfNoneMatch: '*' }),
      },
      options,
    ),
  )
}

interface PartsOptions extends Omit<CopyOptions, 'onProgress'> {
  readonly head: HeadObjectOutput
  readonly onProgress: CopyOptions['onProgress'] | undefined
  /** Replaces the headers of the source. */
  readonly headers?: ObjectHeaders
}

export async function copyInParts(
  scope: Scope,
  from: CopiedObject,
  { bucket, key, attempt }: ObjectAddress,
  { head, ifExists, signal, onProgress, headers }: PartsOptions,
): Promise<void> {
  const { client } = scope
  const size = head.ContentLength ?? 0
  const partBytes = partBytesOfCopy(size, scope.largestCopyBytes)
  const tags = await tagsIfAny(scope, from, signal)
  const own = headersOf({ ...changesOf(propertiesOfHead(head)), ...(tags && { tags }) }, attempt)
  const sender = createPartSender(partsAtOnce, signal)
  const request = { right: 's3:PutObject', bucket, signal: sender.signal } as const
  const { UploadId } = await client.request(request, (s3, options) =>
    s3.createMultipartUpload({ Bucket: bucket, Key: key, ...(headers ?? own) }, options),
  )
  const parts: CompletedPart[] = []
  let copied = 0

  async function copyPart(number: number, start: number) {
    const end = Math.min(start + partBytes, size)
    const { CopyPartResult } = await client.request(request, (s3, options) =>
      s3.uploadPartCopy(
        {
          Bucket: bucket,
          Key: key,
          UploadId,
          PartNumber: number,
          CopySource: copySourceOf(from),
          CopySourceRange: `bytes=${start}-${end - 1}`,
          ...(from.etag !== undefined && { CopySourceIfMatch: from.etag }),
        },
        options,
      ),
    )
    parts[number - 1] = { PartNumber: number, ETag: CopyPartResult?.ETag }
    onProgress?.((copied += end - start))
  }

  try {
    for (let start = 0, number = 1; start < size; start += partBytes, number += 1) {
      const [at, of] = [start, number]
      await sender.begin(() => copyPart(of, at))
    }
    await sender.finish()
    await client.request(request, (s3, options) =>
      s3.completeMultipartUpload(
        {
          Bucket: bucket,
          Key: key,
          UploadId,
          MultipartUpload: { Parts: parts },
          ...(ifExists === 'fail' && client.abilities.conditions && { IfNoneMatch: '*' }),
        },
        options,
      ),
    )
    if (!headers) await ensureTags(scope, { bucket, key }, tags, signal)
  } catch (error) {
    await sender.abort((late) => abortUpload(scope, { bucket, key, uploadId: UploadId ?? '' }, late))
    throw error
  }
}

/** Returns a part size that needs at most 10,000 parts and does not exceed what one request may copy. */
export function partBytesOfCopy(size: number, largestBytes: number): number {
  const least = Math.ceil(size / mostParts)
  return Math.min(Math.max(leastPartBytes, least), Math.max(largestBytes, least))
}
