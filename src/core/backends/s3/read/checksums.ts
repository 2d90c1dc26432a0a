import type { Backend } from '../../backend.ts'
import { failingAs } from '../failures/failures.ts'
import { headWithSums } from './object-facts.ts'
import { type ObjectAddress, objectAt, type Scope } from '../connect/scope.ts'
import { S3Refusal } from '../failures/refusal.ts'
import { sumsOf } from './sums.ts'

export function checksumsFacetOf(scope: Scope): NonNullable<Backend['checksums']> {
  return {
    async checksums(path, { signal }) {
      const object = objectAt(scope, path, 's3.checksums')
      return failingAs(object.attempt, async () => {
        const head = await headWithSums(scope, object, signal)
        const sums = sumsOf(head)
        const ofParts = sums['md5-of-parts']
        if (ofParts === undefined) return sums
        const partBytes = await partBytesOf(
          scope,
          object,
          { etag: head.ETag, bytes: head.ContentLength ?? 0, ofParts },
          signal,
        )
        return partBytes === undefined ? sums : { ...sums, 'md5-of-parts': `${ofParts}@${partBytes}` }
      })
    },
  }
}

/** Returns the size of each part except the last. Undefined if the sizes differ or the service does not report them. */
async function partBytesOf(
  { client }: Scope,
  { bucket, key }: ObjectAddress,
  { etag, bytes, ofParts }: { readonly etag: string | undefined; readonly bytes: number; readonly ofParts: string },
  signal: AbortSignal,
): Promise<number | undefined> {
  const count = Number(ofParts.split('-')[1])
  if (count === 1 && bytes > 0) return bytes
  try {
    const { ContentLength: first = 0 } = await client.request(
      { right: 's3:GetObject', bucket, signal },
      (s3, options) =>
        s3.headObject(
          { Bucket: bucket, Key: key, PartNumber: 1, ...(etag !== undefined && { IfMatch: etag }) },
          options,
        ),
    )
    return first > 0 && Math.ceil(bytes / first) === count ? first : undefined
  } catch (error) {
    if (error instanceof S3Refusal && error.status !== undefined && error.status < 500) return undefined
    throw error
  }
}
