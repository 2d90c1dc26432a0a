import type { Capabilities } from '../../../../contract/capabilities.ts'
import { isCode } from '../../object-store/failures/refusal.ts'
import { bucketAt, type GcsClient } from './client.ts'

export interface BucketFacts {
  /** Whether the bucket keeps replaced and deleted objects. */
  readonly keepsVersions: Capabilities['keepsVersions']
  /** True if objects cannot be deleted for some time. */
  readonly isLocked: boolean
}

interface SaidBucket {
  readonly versioning?: { readonly enabled?: boolean }
  readonly retentionPolicy?: { readonly retentionPeriod?: string }
  readonly defaultEventBasedHold?: boolean
}

/** Reads the settings of a bucket. This needs a right that an anonymous user of a public bucket does not have. */
export async function bucketFactsOf(client: GcsClient, bucket: string, signal: AbortSignal): Promise<BucketFacts> {
  try {
    const said = await client.json<SaidBucket>({
      at: bucketAt(bucket),
      query: { fields: 'versioning,retentionPolicy,defaultEventBasedHold' },
      signal,
    })
    return {
      keepsVersions: said.versioning?.enabled === true,
      isLocked: said.retentionPolicy !== undefined || said.defaultEventBasedHold === true,
    }
  } catch (error) {
    if (isCode(error, 'Http401', 'Http403')) return { keepsVersions: 'unknown', isLocked: false }
    throw error
  }
}

export async function keepsVersions(client: GcsClient, bucket: string, signal: AbortSignal) {
  return (await bucketFactsOf(client, bucket, signal)).keepsVersions
}

/** The rights needed for files in pieces: pieces are written, read and removed. */
const forPieces = ['storage.objects.create', 'storage.objects.get', 'storage.objects.delete']

/** Returns the missing rights. https://cloud.google.com/storage/docs/json_api/v1/buckets/testIamPermissions */
export async function missingForPieces(
  client: GcsClient,
  bucket: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const asked = forPieces.map((permission) => `permissions=${permission}`).join('&')
  try {
    const { permissions = [] } = await client.json<{ readonly permissions?: readonly string[] }>({
      at: `${bucketAt(bucket)}/iam/testPermissions?${asked}`,
      signal,
    })
    return forPieces.filter((permission) => !permissions.includes(permission))
  } catch (error) {
    if (isCode(error, 'Http401', 'Http403')) return forPieces
    throw error
  }
}
