import type { Capabilities } from '../../../../contract/capabilities.ts'
import { isCode } from '../../object-store/failures/refusal.ts'
import { bucketAt, type GcsClient } from '../connect/client.ts'

/** Does the bucket keep what is replaced and deleted? Not everybody may ask: a guest of a public bucket is told to sign in. */
export async function versioningOf(
  client: GcsClient,
  bucket: string,
  signal: AbortSignal,
): Promise<Capabilities['keepsVersions']> {
  try {
    const said = await client.json<{ readonly versioning?: { readonly enabled?: boolean } }>({
      at: bucketAt(bucket),
      query: { fields: 'versioning' },
      signal,
    })
    return said.versioning?.enabled === true
  } catch (error) {
    if (isCode(error, 'Http401', 'Http403')) return 'unknown'
    throw error
  }
}
