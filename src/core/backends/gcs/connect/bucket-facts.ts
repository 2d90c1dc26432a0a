import type { Capabilities } from '../../../../contract/capabilities.ts'
import { isCode } from '../../object-store/failures/refusal.ts'
import { bucketAt, type GcsClient } from './client.ts'

export interface BucketFacts {
  /** Does it keep what is replaced and deleted? */
  readonly keepsVersions: Capabilities['keepsVersions']
  /** May what is in it not be deleted for a while? */
  readonly isLocked: boolean
}

interface SaidBucket {
  readonly versioning?: { readonly enabled?: boolean }
  readonly retentionPolicy?: { readonly retentionPeriod?: string }
  readonly defaultEventBasedHold?: boolean
}

/** Reading the settings of a bucket needs a right: an anonymous user of a public bucket is refused. */
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

/** What it takes to put pieces together: they are written, read and taken away. */
const forPieces = ['storage.objects.create', 'storage.objects.get', 'storage.objects.delete']

/** Which of them are missing. https://cloud.google.com/storage/docs/json_api/v1/buckets/testIamPermissions */
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
