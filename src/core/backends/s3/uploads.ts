import type { UnfinishedUpload } from '../../../contract/facets.ts'
import { createCrew } from '../../../lib/crew.ts'
import type { Backend } from '../backend.ts'
import { failingAs, s3Failure } from './failures.ts'
import { unlessDenied } from './look-up.ts'
import { objectAt, pathOfKey, prefixAt, type Scope } from './place.ts'
import { isCode } from './refusal.ts'

const askedAtOnce = 8

export function uploadsOf(scope: Scope): NonNullable<Backend['uploads']> {
  const { client } = scope
  return {
    list: (path, { signal }) => listUploads(scope, path, signal),
    async abort(path, id, { signal }) {
      const { bucket, key, attempt } = objectAt(scope, path, 's3.uploads.abort')
      await failingAs(attempt, async () => {
        await client
          .request({ right: 's3:AbortMultipartUpload', bucket, signal }, (s3, options) =>
            s3.abortMultipartUpload({ Bucket: bucket, Key: key, UploadId: id }, options),
          )
          .catch((error: unknown) => {
            if (!isCode(error, 'NoSuchUpload')) throw error // gone already is what was wanted
          })
      })
    },
  }
}

/**
 * Keys are asked for as they are: Ceph encodes them here without saying so. How much each holds costs a request of its own, so only a page of them is
 * asked for at a time.
 */
async function* listUploads(
  scope: Scope,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<readonly UnfinishedUpload[]> {
  signal.throwIfAborted()
  const { bucket, prefix, attempt } = prefixAt(scope, path, 's3.uploads.list')
  try {
    let next: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {}
    while (next) {
      const markers: { KeyMarker?: string; UploadIdMarker?: string } = next
      const page = await scope.client.request(
        { right: 's3:ListBucketMultipartUploads', bucket, signal },
        (s3, options) => s3.listMultipartUploads({ Bucket: bucket, Prefix: prefix, ...markers }, options),
      )
      const rows = (page.Uploads ?? []).map(({ Key = '', UploadId = '', Initiated }) => ({
        key: Key,
        id: UploadId,
        startedMs: Initiated?.getTime(),
      }))
      if (rows.length > 0) yield await withSizes(scope, bucket, rows, signal)
      const { IsTruncated, NextKeyMarker, NextUploadIdMarker } = page
      next =
        IsTruncated && NextKeyMarker !== undefined
          ? {
              KeyMarker: NextKeyMarker,
              ...(NextUploadIdMarker !== undefined && { UploadIdMarker: NextUploadIdMarker }),
            }
          : undefined
    }
  } catch (error) {
    throw s3Failure(error, attempt)
  }
}

interface Row {
  readonly key: string
  readonly id: string
  readonly startedMs: number | undefined
}

async function withSizes(scope: Scope, bucket: string, rows: readonly Row[], signal: AbortSignal) {
  const uploads: UnfinishedUpload[] = []
  const crew = createCrew(askedAtOnce)
  for (const [place, { key, id, startedMs }] of rows.entries()) {
    await crew.begin(async () => {
      const sizeBytes = await unlessDenied(sizeOf(scope, bucket, key, id, signal), undefined)
      uploads[place] = {
        id,
        path: pathOfKey(scope, bucket, key),
        ...(startedMs !== undefined && { startedMs }),
        ...(sizeBytes !== undefined && { sizeBytes }),
      }
    })
  }
  await crew.finish()
  return uploads
}

async function sizeOf({ client }: Scope, bucket: string, key: string, id: string, signal: AbortSignal) {
  let bytes = 0
  let marker: string | undefined
  do {
    const {
      Parts = [],
      IsTruncated,
      NextPartNumberMarker,
    } = await client.request({ right: 's3:ListMultipartUploadParts', bucket, signal }, (s3, options) =>
      s3.listParts(
        { Bucket: bucket, Key: key, UploadId: id, ...(marker !== undefined && { PartNumberMarker: marker }) },
        options,
      ),
    )
    bytes += Parts.reduce((sum, { Size = 0 }) => sum + Size, 0)
    marker = IsTruncated ? NextPartNumberMarker : undefined
  } while (marker !== undefined)
  return bytes
}
