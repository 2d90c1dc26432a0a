import { isCode, unlessDenied } from '../../object-store/failures/refusal.ts'
import type { ListMultipartUploadsOutput } from '@aws-sdk/client-s3'
import type { UnfinishedUpload } from '../../../../contract/facets.ts'
import { createWorkerPool } from '../../../../lib/flow/worker-pool.ts'
import type { Backend } from '../../backend.ts'
import { failingAs, s3Failure } from '../failures/failures.ts'
import { abortUpload, bytesOfParts, listParts, type UploadKey } from './parts.ts'
import { objectAt, pathOfKey, prefixAt, type Scope } from '../connect/scope.ts'

const askedAtOnce = 8

export function uploadsOf(scope: Scope): NonNullable<Backend['uploads']> {
  return {
    list: (path, { signal }) => listUploads(scope, path, signal),
    async abort(path, id, { signal }) {
      const { bucket, key, attempt } = objectAt(scope, path, 's3.uploads.abort')
      await failingAs(attempt, () =>
        abortUpload(scope, { bucket, key, uploadId: id }, signal).catch((error: unknown) => {
          if (!isCode(error, 'NoSuchUpload')) throw error // already gone, so the aim is reached
        }),
      )
    },
  }
}

/** Lists uploads. The size of each costs a request of its own, so only one page of uploads is queried at a time. */
async function* listUploads(
  scope: Scope,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<readonly UnfinishedUpload[]> {
  signal.throwIfAborted()
  const { bucket, prefix, attempt } = prefixAt(scope, path, 's3.uploads.list')
  try {
    for await (const rows of pages(scope, bucket, prefix, signal)) yield await withSizes(scope, bucket, rows, signal)
  } catch (error) {
    throw s3Failure(error, attempt)
  }
}

/** Returns the unfinished uploads of exactly this key, no matter which client began them. */
export async function openUploads(scope: Scope, { bucket, key }: UploadKey, signal: AbortSignal) {
  const uploads: { readonly uploadId: string; readonly startedMs: number }[] = []
  for await (const rows of pages(scope, bucket, key, signal)) {
    for (const row of rows)
      if (row.key === key) uploads.push({ uploadId: row.id, startedMs: row.startedMs ?? Number.NaN })
    if (rows.some((row) => row.key !== key)) break // the shortest key comes first
  }
  return uploads
}

/** Keys are requested without encoding, because Ceph encodes them here without reporting it. */
async function* pages(
  { client }: Scope,
  bucket: string,
  prefix: string,
  signal: AbortSignal,
): AsyncGenerator<readonly Row[]> {
  let next: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {}
  while (next) {
    const markers: { KeyMarker?: string; UploadIdMarker?: string } = next
    const page: ListMultipartUploadsOutput = await client.request(
      { right: 's3:ListBucketMultipartUploads', bucket, signal },
      (s3, options) => s3.listMultipartUploads({ Bucket: bucket, Prefix: prefix, ...markers }, options),
    )
    const rows = (page.Uploads ?? []).map(({ Key = '', UploadId = '', Initiated }) => ({
      key: Key,
      id: UploadId,
      startedMs: Initiated?.getTime(),
    }))
    if (rows.length > 0) yield rows
    const { IsTruncated, NextKeyMarker, NextUploadIdMarker } = page
    next =
      IsTruncated && NextKeyMarker !== undefined
        ? { KeyMarker: NextKeyMarker, ...(NextUploadIdMarker !== undefined && { UploadIdMarker: NextUploadIdMarker }) }
        : undefined
  }
}

interface Row {
  readonly key: string
  readonly id: string
  readonly startedMs: number | undefined
}

async function withSizes(scope: Scope, bucket: string, rows: readonly Row[], signal: AbortSignal) {
  const uploads: UnfinishedUpload[] = []
  const workers = createWorkerPool(askedAtOnce)
  for (const [index, { key, id, startedMs }] of rows.entries()) {
    await workers.begin(async () => {
      const sizeBytes = await unlessDenied(sizeOf(scope, bucket, key, id, signal), undefined)
      uploads[index] = {
        id,
        path: pathOfKey(scope, bucket, key),
        ...(startedMs !== undefined && { startedMs }),
        ...(sizeBytes !== undefined && { sizeBytes }),
      }
    })
  }
  await workers.finish()
  return uploads
}

async function sizeOf(scope: Scope, bucket: string, key: string, id: string, signal: AbortSignal) {
  return bytesOfParts(await listParts(scope, { bucket, key, uploadId: id }, signal))
}
