import { z } from 'zod'
import { type ProviderName, providerNames, providers } from './providers.ts'
import { type Said, said } from '../../../contract/sentences/said.ts'

const bucketName = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^/\s\p{Cc}]+$/u, said('s3.bucket-name').message)

/** The keys of an S3 mount. Without `bucket`, its first level lists the buckets. */
export const s3ConfigSchema = z
  .strictObject({
    bucket: bucketName.exactOptional(),
    /** Keys outside this prefix cannot be reached. */
    prefix: z.string().exactOptional(),
    region: z.string().min(1).exactOptional(),
    endpoint: z
      .url({ protocol: /^https?$/, message: said('config.web-address', { key: 'endpoint' }).message })
      .exactOptional(),
    provider: z.enum(providerNames).exactOptional(),
    accessKeyId: z.string().min(1).exactOptional(),
    secretAccessKey: z.string().min(1).exactOptional(),
    sessionToken: z.string().min(1).exactOptional(),
    /** A profile of `~/.aws`, with everything it may name: keys, a role to assume, single sign-on, a program. */
    profile: z.string().min(1).exactOptional(),
    /** The ARN of a role to assume with these credentials, and the external id that the role's owner may require. */
    assumeRole: z.string().min(1).exactOptional(),
    externalId: z.string().min(1).exactOptional(),
    pathStyle: z.boolean().exactOptional(),
    /** The storage class of new files, by the service's name: `STANDARD_IA`. */
    storageClass: z.string().min(1).exactOptional(),
    /**
     * The encryption of new files: `AES256`, or the id or ARN of a KMS key. Without it the bucket's own setting
     * applies.
     */
    encryption: z.string().min(1).exactOptional(),
    /**
     * The URL at which anyone can read the files of a public bucket. Links for reading are then built from it and never
     * expire.
     */
    publicUrl: z
      .url({ protocol: /^https?$/, message: said('config.web-address', { key: 'publicUrl' }).message })
      .exactOptional(),
    /** Creates the bucket if it does not exist. */
    createBucket: z.boolean().exactOptional(),
    /** False for servers that store the checksums of current SDKs as part of the data, or refuse them. */
    checksums: z.boolean().exactOptional(),
  })
  .superRefine((config, context) => {
    const problem = problemOf(config)
    if (problem) context.addIssue({ code: 'custom', message: problem.message })
  })

export type S3Config = Readonly<z.infer<typeof s3ConfigSchema>>

/** How to reach a service, with the values of its provider's preset. */
export interface Service {
  /** Absent if the SDK knows it. */
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

/** Returns the prefix as keys contain it: empty, or with a slash at its end. */
export function keyPrefixOf({ prefix = '' }: S3Config): string {
  return prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`
}

function providerOf({ provider, endpoint }: Pick<S3Config, 'provider' | 'endpoint'>): ProviderName {
  return provider ?? (endpoint === undefined ? 'aws' : 'other')
}

function problemOf(config: S3Config): Said | undefined {
  const { accessKeyId, secretAccessKey, sessionToken, profile, prefix, bucket, createBucket } = config
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    return said('config.together', { key: 'accessKeyId', other: 'secretAccessKey' })
  }
  if (sessionToken !== undefined && accessKeyId === undefined)
    return said('config.needs', { key: 'sessionToken', needed: 'accessKeyId' })
  if (profile !== undefined && accessKeyId !== undefined)
    return said('config.not-both', { key: 'accessKeyId', other: 'profile' })
  if (config.externalId !== undefined && config.assumeRole === undefined)
    return said('config.needs', { key: 'externalId', needed: 'assumeRole' })
  if (bucket === undefined && prefix !== undefined) return said('config.needs', { key: 'prefix', needed: 'bucket' })
  if (bucket === undefined && createBucket) return said('config.needs', { key: 'createBucket', needed: 'bucket' })
  const name = providerOf(config)
  if (providers[name].needsEndpoint && config.endpoint === undefined)
    return said('config.provider-needs-endpoint', { provider: name })
  return undefined
}
