/** Answers small questions about what exists, with as few requests as possible. */
import { isMissing } from '../../object-store/failures/refusal.ts'
import { bucketAt, type GcsClient, objectAt } from '../connect/client.ts'
import { factFields, type SaidObject } from './facts.ts'

export interface Page {
  readonly items?: readonly SaidObject[]
  readonly prefixes?: readonly string[]
  readonly nextPageToken?: string
}

export interface PageOptions {
  readonly token?: string | undefined
  readonly most?: number
  /** Lists everything below, instead of one folder. */
  readonly isFlat?: boolean
  /** Includes replaced and deleted generations, if the bucket keeps them. */
  readonly withPast?: boolean
  readonly signal: AbortSignal
}

export function listPage(
  client: GcsClient,
  bucket: string,
  prefix: string,
  { token, most, isFlat, withPast, signal }: PageOptions,
): Promise<Page> {
  return client.json<Page>({
    at: `${bucketAt(bucket)}/o`,
    query: {
      prefix: prefix === '' ? undefined : prefix,
      delimiter: isFlat ? undefined : '/',
      pageToken: token,
      maxResults: most,
      versions: withPast,
      fields: `nextPageToken,prefixes,items(${factFields})`,
    },
    signal,
  })
}

export async function headIfAny(
  client: GcsClient,
  bucket: string,
  key: string,
  signal: AbortSignal,
): Promise<SaidObject | undefined> {
  try {
    return await client.json<SaidObject>({ at: objectAt(bucket, key), query: { fields: factFields }, signal })
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** A page may be empty although more pages follow. */
export async function firstKeys(
  client: GcsClient,
  bucket: string,
  prefix: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  let token: string | undefined
  do {
    const page = await listPage(client, bucket, prefix, { token, most: 2, isFlat: true, signal })
    if (page.items?.length) return page.items.map(({ name }) => name)
    token = page.nextPageToken
  } while (token !== undefined)
  return []
}
