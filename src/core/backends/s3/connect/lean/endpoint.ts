import type { S3 } from '@aws-sdk/client-s3'
import { loadSdk } from '../sdk.ts'

/** The address of the objects of a bucket. */
export interface BucketEndpoint {
  readonly origin: string
  readonly host: string
  /** The path before the key. Empty if the bucket is in the host name. */
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
 * Returns the endpoint that the SDK itself finds, from the mount's settings, the environment and profiles, with the
 * bucket in the host name or the path. Returns undefined for requests that are signed or sent differently, which the
 * SDK sends: access points and other ARNs, directory buckets, multi-region access points.
 */
export async function endpointOf(s3: S3, bucket: string): Promise<BucketEndpoint | undefined> {
  const { GetObjectCommand } = await loadSdk()
  const command = new GetObjectCommand({ Bucket: bucket, Key: 'key' })
  let found: Resolved | undefined
  const stack = command.middlewareStack as unknown as Stack
  stack.add(
    (_next, context: Context) => async () => {
      found = context['endpointV2'] as Resolved | undefined
      return { response: {}, output: { $metadata: {} } } // no request is sent
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
