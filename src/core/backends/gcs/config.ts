import { z } from 'zod'
import { said } from '../../../contract/sentences/said.ts'

const bucketName = z
  .string()
  .min(3)
  .max(222)
  .regex(/^[a-z0-9][a-z0-9._-]+$/, said('gcs.bucket-name').message)

/** A bucket of Google Cloud Storage, or all buckets of a project. Without a way to sign in only public buckets can be read. */
export const gcsConfigSchema = z
  .strictObject({
    bucket: bucketName.exactOptional(),
    /** Names outside it are out of reach. */
    prefix: z.string().exactOptional(),
    /** A key of a service account, or what `gcloud auth application-default login` left: the JSON itself, or where it is. */
    credentials: z.string().min(1).exactOptional(),
    /** Instead of them, for the hour it lasts. */
    accessToken: z.string().min(1).exactOptional(),
    /** Whose buckets are listed; a service account has one of its own. */
    project: z.string().min(1).exactOptional(),
    endpoint: z
      .url({ protocol: /^https?$/, message: said('config.web-address', { key: 'endpoint' }).message })
      .default('https://storage.googleapis.com'),
    /** Of what is written; without it the bucket decides. */
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

/** The prefix as names have it: empty, or with a slash at its end. */
export function keyPrefixOf({ prefix = '' }: GcsConfig): string {
  return prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`
}
