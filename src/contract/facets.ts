/** The inputs and outputs of optional abilities as plain data: versions, links, properties and others. */
import { z } from 'zod'
import { changeableProperties } from './choices.ts'
import { deletedFactsSchema, entrySchema } from './schemas/entry.ts'

/** One state that a file had. */
export const versionSchema = z.object({
  /** An opaque id; only its mount understands it. */
  id: z.string(),
  /** `deleted` records the deletion of a file (a delete marker). It has no bytes. */
  kind: z.enum(['version', 'deleted']),
  isCurrent: z.boolean(),
  modifiedMs: z.number().exactOptional(),
  sizeBytes: z.number().exactOptional(),
  /** The author, if the store provides it. */
  author: z.string().exactOptional(),
  storageClass: z.string().exactOptional(),
})
export type Version = Readonly<z.infer<typeof versionSchema>>

/** A deleted entry that can be restored. `restore` is the argument for its facet. */
export const deletedEntrySchema = deletedFactsSchema.extend({ entry: entrySchema })
export type DeletedEntry = Readonly<z.infer<typeof deletedEntrySchema>>

export const linkMethods = ['get', 'put'] as const
export const linkMethodSchema = z.enum(linkMethods)
export type LinkMethod = z.infer<typeof linkMethodSchema>

/**
 * Options of a link besides one file. `also`: the link covers several files or folders. `permanent`: a public URL, for
 * everyone and without an expiry.
 */
export const linkExtras = [
  'folder',
  'several',
  'uploads',
  'password',
  'count',
  'size',
  'name',
  'type',
  'permanent',
] as const
export const linkExtraSchema = z.enum(linkExtras)

export const linkRevocationSchema = z.enum(['policy', 'key', 'public'])

/** A URL that gives access for a limited time. It is a secret and is never logged. */
export const linkSchema = z.object({
  url: z.string(),
  method: linkMethodSchema,
  /**
   * The actual expiry: the earliest of the requested time, the provider's limit and the credential's own expiry. A
   * public URL has none.
   */
  endsMs: z.number().exactOptional(),
  /** Why it expires earlier than requested. */
  endsSooner: z.enum(['provider', 'credential']).exactOptional(),
  /** Headers that a request with this link must send. */
  headers: z.record(z.string(), z.string()),
  /**
   * `policy`: `revoke` ends this link alone. `key`: only changing the signing key ends it. `public`: a public URL,
   * which works as long as the store lets anyone read the file.
   */
  revocation: linkRevocationSchema,
  /** The argument for `revoke`, if `revocation` is `policy`. */
  revocationId: z.string().exactOptional(),
  /** Our own link server answers the link while it runs. Otherwise the store answers it. */
  servedBy: z.literal('us').exactOptional(),
})
export type Link = Readonly<z.infer<typeof linkSchema>>

/** Properties that exist but were not returned, each with the missing right: `s3:GetObjectTagging`. */
const withheldSchema = z.record(z.string(), z.string())

export const changeablePropertySchema = z.enum(changeableProperties)
export type ChangeableProperty = z.infer<typeof changeablePropertySchema>

/** How stored bytes are encrypted. `key` names the key if there is a choice. */
export const encryptionSchema = z.object({
  kind: z.enum(['none', 'store', 'kms', 'customer']),
  key: z.string().exactOptional(),
})
export type Encryption = Readonly<z.infer<typeof encryptionSchema>>

const textsSchema = z.record(z.string(), z.string())

export const propertiesSchema = z.object({
  contentType: z.string().exactOptional(),
  cacheControl: z.string().exactOptional(),
  contentDisposition: z.string().exactOptional(),
  contentEncoding: z.string().exactOptional(),
  contentLanguage: z.string().exactOptional(),
  metadata: textsSchema.exactOptional(),
  tags: textsSchema.exactOptional(),
  storageClass: z.string().exactOptional(),
  encryption: encryptionSchema.exactOptional(),
  modifiedMs: z.number().exactOptional(),
  owner: z.string().exactOptional(),
  /** The store's own ETag of this state of the file. */
  etag: z.string().exactOptional(),
  versionId: z.string().exactOptional(),
  /** Present if anyone can read the file without a link. */
  publicUrl: z.string().exactOptional(),
  /** A file in an archive class can't be read until it is restored. */
  archive: z
    .object({ state: z.enum(['archived', 'restoring', 'restored']), untilMs: z.number().exactOptional() })
    .exactOptional(),
  /** While a lease is held, only its holder can change the file. */
  lease: z.enum(['free', 'held', 'breaking']).exactOptional(),
  /** The checksums that the store keeps, in lower-case hex. */
  checksums: textsSchema.exactOptional(),
  withheld: withheldSchema,
})
export type Properties = Readonly<z.infer<typeof propertiesSchema>>

/** Given properties replace the old ones: all metadata, all tags. Omitted properties stay. */
export const propertyChangesSchema = propertiesSchema.pick({
  contentType: true,
  cacheControl: true,
  contentDisposition: true,
  contentEncoding: true,
  contentLanguage: true,
  metadata: true,
  tags: true,
  storageClass: true,
  encryption: true,
  modifiedMs: true,
})
export type PropertyChanges = Readonly<z.infer<typeof propertyChangesSchema>>

/**
 * A request to restore a file from an archive class. `fast` costs more. `days` is the lifetime of the temporary copy,
 * if the store makes one.
 */
export const restoreFromArchiveSchema = z.object({
  speed: z.enum(['fast', 'standard', 'slow']),
  days: z.number().int().positive().exactOptional(),
  /** The target class, if the store moves the file instead of making a temporary copy. */
  storageClass: z.string().exactOptional(),
})
export type RestoreFromArchive = Readonly<z.infer<typeof restoreFromArchiveSchema>>

/**
 * A rule by which the store itself removes or moves old files below a prefix. Days count from when a state was created
 * or replaced.
 */
export const lifecycleRuleSchema = z.object({
  id: z.string(),
  isEnabled: z.boolean(),
  /** A key prefix as the store has it; empty for all keys. */
  prefix: z.string(),
  expireDays: z.number().int().positive().exactOptional(),
  expireOldVersionsDays: z.number().int().positive().exactOptional(),
  moveToClass: z.object({ days: z.number().int().nonnegative(), storageClass: z.string() }).exactOptional(),
  abortUploadsDays: z.number().int().positive().exactOptional(),
  /** The rule contains more than Portolan understands. It is kept as it is and can't be edited here. */
  isForeign: z.boolean(),
})
export type LifecycleRule = Readonly<z.infer<typeof lifecycleRuleSchema>>

/** The container that holds the files: a bucket or a blob container. */
export const containerFactsSchema = z.object({
  name: z.string(),
  region: z.string().exactOptional(),
  versioning: z.enum(['on', 'suspended', 'off']).exactOptional(),
  lifecycle: z.array(lifecycleRuleSchema).exactOptional(),
  encryption: encryptionSchema.exactOptional(),
  withheld: withheldSchema,
})
export type ContainerFacts = Readonly<z.infer<typeof containerFactsSchema>>

/** A multipart upload that was started and not finished. It costs money but does not appear in listings. */
export const unfinishedUploadSchema = z.object({
  id: z.string(),
  /** The path of the file that the upload would create. */
  path: z.string(),
  startedMs: z.number().exactOptional(),
  /** The bytes stored so far, if the listing contains them. */
  sizeBytes: z.number().exactOptional(),
})
export type UnfinishedUpload = Readonly<z.infer<typeof unfinishedUploadSchema>>

export const spaceSchema = z.object({ totalBytes: z.number(), freeBytes: z.number() })
export type Space = Readonly<z.infer<typeof spaceSchema>>
