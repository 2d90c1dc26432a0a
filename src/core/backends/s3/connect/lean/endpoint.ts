import type { S3 } from '@aws-sdk/client-s3'
import { loadSdk } from '../sdk.ts'

/** Where the objects of a bucket are. */
export interface BucketEndpoint {
  readonly origin: string
  readonly host: string
  /** Before the key: empty where the bucket is in the host. */
  readonly basePath: string
  readonly region: string
}

type Stack = S3['middlewareStack']
type Context = Readonly<Record<string, unknown>>
interface Scheme {
  readonly name?: string
  readonly signingName?: string
  readonly signingRegion?: string
  readonly disableDoubleEncoding?: boolean
}
interface Resolved {
  readonly url?: URL
  readonly headers?: Readonly<Record<string, unknown>>
  readonly properties?: { readonly authSchemes?: readonly Scheme[] }
}

/**
 * As the SDK itself finds it: settings of the mount, the surroundings and profiles, buckets in hosts or paths, all the
 * same. Undefined for what is signed or sent in another way, which stays with the SDK: access points and other ARNs,
 * directory buckets, several regions at once.
 */
export async function endpointOf(s3: S3, bucket: string): Promise<BucketEndpoint | undefined> {
  const { GetObjectCommand } = await loadSdk()
  const command = new GetObjectCommand({ Bucket: bucket, Key: 'key' })
  let found: Resolved | undefined
  const stack = command.middlewareStack as unknown as Stack
  stack.add(
    (_next, context: Context) => async () => {
      found = context['endpointV2'] as Resolved | undefined
      return { response: {}, output: { $metadata: {} } } // nothing is sent
    },
    { step: 'build', priority: 'high', name: 'portolanEndpoint' },
  )
  await s3.send(command)
  const [scheme] = found?.properties?.authSchemes ?? []
  const isPlain =
    scheme?.name === 'sigv4' &&
    scheme.signingName === 's3' &&
    scheme.disableDoubleEncoding === true &&
    Object.keys(found?.headers ?? {}).length === 0
  if (!isPlain || !found?.url || found.url.search !== '') return undefined
  const { url } = found
  return {
    origin: url.origin,
    host: url.host,
    basePath: url.pathname.replace(/\/$/, ''),
    region: scheme.signingRegion ?? (await s3.config.region()),
  }
}
