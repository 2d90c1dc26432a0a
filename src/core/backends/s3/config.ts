import { z } from 'zod'
import { type ProviderName, providerNames, providers } from './providers.ts'

const bucketName = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^/\s\p{Cc}]+$/u, 'a bucket’s name has no slash or space')

/** The keys of an S3 mount. Without `bucket` the buckets are its first level. */
export const s3ConfigSchema = z
  .strictObject({
    bucket: bucketName.exactOptional(),
    /** Keys outside it are out of reach. */
    prefix: z.string().exactOptional(),
    region: z.string().min(1).exactOptional(),
    endpoint: z.url({ protocol: /^https?$/, message: 'endpoint must be an http or https address' }).exactOptional(),
    provider: z.enum(providerNames).exactOptional(),
    accessKeyId: z.string().min(1).exactOptional(),
    secretAccessKey: z.string().min(1).exactOptional(),
    sessionToken: z.string().min(1).exactOptional(),
    /** One profile of `~/.aws`, with all it may name: keys, a role to assume, single sign-on, a program. */
    profile: z.string().min(1).exactOptional(),
    /** The ARN of a role to assume with these credentials, and what its owner may ask for besides. */
    assumeRole: z.string().min(1).exactOptional(),
    externalId: z.string().min(1).exactOptional(),
    pathStyle: z.boolean().exactOptional(),
    /** Of new files, in the service's own word: `STANDARD_IA`. */
    storageClass: z.string().min(1).exactOptional(),
    /** Of new files: `AES256`, or the id or ARN of a KMS key. Without it the bucket's own setting holds. */
    encryption: z.string().min(1).exactOptional(),
    /** Where files of a public bucket can be read by anyone: links to read are then made of it, without an end. */
    publicUrl: z.url({ protocol: /^https?$/, message: 'publicUrl must be an http or https address' }).exactOptional(),
    /** Makes the bucket when it is not there. */
    createBucket: z.boolean().exactOptional(),
    /** False for servers that store the sums of current SDKs as part of the data, or refuse them. */
    checksums: z.boolean().exactOptional(),
  })
  .superRefine((config, context) => {
    const problem = problemOf(config)
    if (problem) context.addIssue({ code: 'custom', message: problem })
  })

export type S3Config = Readonly<z.infer<typeof s3ConfigSchema>>

/** How to reach a service, with what its provider's preset adds. */
export interface Service {
  /** Absent where the SDK knows it. */
  readonly endpoint?: string
  readonly region: string
  readonly pathStyle: boolean
  readonly hasChecksums: boolean
}

export function serviceOf(config: S3Config): Service {
  const provider = providers[providerOf(config)]
  const region = config.region ?? provider.region
  const endpoint = config.endpoint ?? provider.endpoint?.replace('{region}', region)
  return {
    region,
    pathStyle: config.pathStyle ?? provider.pathStyle,
    hasChecksums: config.checksums ?? provider.hasChecksums,
    ...(endpoint !== undefined && { endpoint }),
  }
}

/** The prefix as the keys have it: empty, or with a slash at its end. */
export function keyPrefixOf({ prefix = '' }: S3Config): string {
  return prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`
}

function providerOf({ provider, endpoint }: Pick<S3Config, 'provider' | 'endpoint'>): ProviderName {
  return provider ?? (endpoint === undefined ? 'aws' : 'other')
}

function problemOf(config: S3Config): string | undefined {
  const { accessKeyId, secretAccessKey, sessionToken, profile, prefix, bucket, createBucket } = config
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    return 'accessKeyId and secretAccessKey go together'
  }
  if (sessionToken !== undefined && accessKeyId === undefined) return 'sessionToken needs accessKeyId'
  if (profile !== undefined && accessKeyId !== undefined) return 'give either accessKeyId or profile, not both'
  if (config.externalId !== undefined && config.assumeRole === undefined) return 'externalId needs assumeRole'
  if (bucket === undefined && prefix !== undefined) return 'prefix needs bucket'
  if (bucket === undefined && createBucket) return 'createBucket needs bucket'
  const name = providerOf(config)
  if (providers[name].needsEndpoint && config.endpoint === undefined) return `provider ${name} needs endpoint`
  return undefined
}
