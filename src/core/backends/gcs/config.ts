import { z } from 'zod'
import { said } from '../../../contract/sentences/said.ts'

const bucketName = z
  .string()
  .min(3)
  .max(222)
  .regex(/^[a-z0-9][a-z0-9._-]+$/, said('gcs.bucket-name').message)

/**
 * A bucket of Google Cloud Storage, or all buckets of a project. Without credentials only public buckets can be read.
 */
export const gcsConfigSchema = z
  .strictObject({
    bucket: bucketName.exactOptional(),
    /** Names outside this prefix cannot be reached. */
    prefix: z.string().exactOptional(),
    /**
     * A key of a service account, or the file that `gcloud auth application-default login` wrote: the JSON itself, or
     * its path.
     */
    credentials: z.string().min(1).exactOptional(),
    /** Used instead of credentials, for the hour of its validity. */
    accessToken: z.string().min(1).exactOptional(),
    /** The project whose buckets are listed. A service account has one of its own. */
    project: z.string().min(1).exactOptional(),
    endpoint: z
      .url({ protocol: /^https?$/, message: said('config.web-address', { key: 'endpoint' }).message })
      .default('https://storage.googleapis.com'),
    /** The storage class of new files. Without it the bucket's default applies. */
    storageClass: z.enum(['STANDARD', 'NEARLINE', 'COLDLINE', 'ARCHIVE']).exactOptional(),
  })
  .refine(
    ({ bucket, prefix }) => bucket !== undefined || prefix === undefined,
    said('config.needs', { key: 'prefix', needed: 'bucket' }).message,
  )
  .refine(
    ({ credentials, accessToken }) => credentials === undefined || accessToken === undefined,
    said('config.not-both', { key: 'credentials', other: 'accessToken' }).message,
  )
export type GcsConfig = Readonly<z.infer<typeof gcsConfigSchema>>

/** Returns the prefix as names contain it: empty, or with a slash at its end. */
export function keyPrefixOf({ prefix = '' }: GcsConfig): string {
  return prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`
}
