/** What optional abilities take and give, as plain data: the words of versions, links, properties and the rest. */
import { z } from 'zod'
import { changeableProperties } from './choices.ts'
import { deletedFactsSchema, entrySchema } from './schemas/entry.ts'

/** One state a file had. */
export const versionSchema = z.object({
  /** Opaque; only its mount understands it. */
  id: z.string(),
  /** `deleted` is the moment a file was deleted (a delete marker): it has no bytes. */
  kind: z.enum(['version', 'deleted']),
  isCurrent: z.boolean(),
  modifiedMs: z.number().exactOptional(),
  sizeBytes: z.number().exactOptional(),
  /** Who wrote it, where the store tells. */
  author: z.string().exactOptional(),
  storageClass: z.string().exactOptional(),
})
export type Version = Readonly<z.infer<typeof versionSchema>>

/** A deleted entry that can be brought back: `restore` is what its facet is given. */
export const deletedEntrySchema = deletedFactsSchema.extend({ entry: entrySchema })
export type DeletedEntry = Readonly<z.infer<typeof deletedEntrySchema>>

export const linkMethods = ['get', 'put'] as const
export const linkMethodSchema = z.enum(linkMethods)
export type LinkMethod = z.infer<typeof linkMethodSchema>

/**
 * What a link can be asked for besides one file: `also` makes it one of several files or folders; `permanent` is a public
 * address, for everybody and without an end.
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

/** A URL that gives access for a while. It is a secret of its own: never logged. */
export const linkSchema = z.object({
  url: z.string(),
  method: linkMethodSchema,
  /** The true end: the sooner of the wish, the provider's ceiling and the credential's own end. A public address has none. */
  endsMs: z.number().exactOptional(),
  /** Why it ends sooner than wished. */
  endsSooner: z.enum(['provider', 'credential']).exactOptional(),
  /** Request headers whoever uses it has to send. */
  headers: z.record(z.string(), z.string()),
  /**
   * `policy`: the link alone can be revoked, with `revoke`. `key`: only changing the key it was signed with ends it. `public`: a
   * public address, which works as long as the store lets anyone read the file.
   */
  revocation: linkRevocationSchema,
  /** What `revoke` takes, where `revocation` is `policy`. */
  revocationId: z.string().exactOptional(),
  /** Our own link server answers it, while it runs; else the store does. */
  servedBy: z.literal('us').exactOptional(),
})
export type Link = Readonly<z.infer<typeof linkSchema>>

/** A fact that is there but was not given, and which right is missing: `s3:GetObjectTagging`. */
const withheldSchema = z.record(z.string(), z.string())

export const changeablePropertySchema = z.enum(changeableProperties)
export type ChangeableProperty = z.infer<typeof changeablePropertySchema>

/** How stored bytes are encrypted. `key` names it, where there is a choice. */
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
  /** The store's own mark of this state of the file. */
  etag: z.string().exactOptional(),
  versionId: z.string().exactOptional(),
  /** Where anyone can read it, without a link. */
  publicUrl: z.string().exactOptional(),
  /** A file in an archive can't be read until it was brought back. */
  archive: z
    .object({ state: z.enum(['archived', 'restoring', 'restored']), untilMs: z.number().exactOptional() })
    .exactOptional(),
  /** Someone holds it: it can't be changed without them. */
  lease: z.enum(['free', 'held', 'breaking']).exactOptional(),
  /** What the store keeps to check the bytes, in lower-case hex. */
  checksums: textsSchema.exactOptional(),
  withheld: withheldSchema,
})
export type Properties = Readonly<z.infer<typeof propertiesSchema>>

/** What is given replaces what was there: all metadata, all tags. What is not given stays. */
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

/** Bringing a file back from an archive. `fast` costs more; `days` is how long a temporary copy stays, where it is one. */
export const restoreFromArchiveSchema = z.object({
  speed: z.enum(['fast', 'standard', 'slow']),
  days: z.number().int().positive().exactOptional(),
  /** The class to bring it to, where the store moves it instead of making a temporary copy. */
  storageClass: z.string().exactOptional(),
})
export type RestoreFromArchive = Readonly<z.infer<typeof restoreFromArchiveSchema>>

/** What a store does by itself with what is old, below a prefix. Days count from when a state was made, or replaced. */
export const lifecycleRuleSchema = z.object({
  id: z.string(),
  isEnabled: z.boolean(),
  /** Keys as the store has them; empty for all. */
  prefix: z.string(),
  expireDays: z.number().int().positive().exactOptional(),
  expireOldVersionsDays: z.number().int().positive().exactOptional(),
  moveToClass: z.object({ days: z.number().int().nonnegative(), storageClass: z.string() }).exactOptional(),
  abortUploadsDays: z.number().int().positive().exactOptional(),
  /** It says more than Portolan understands: it is kept as it is and can't be edited here. */
  isForeign: z.boolean(),
})
export type LifecycleRule = Readonly<z.infer<typeof lifecycleRuleSchema>>

/** What holds the files: a bucket, a container. */
export const containerFactsSchema = z.object({
  name: z.string(),
  region: z.string().exactOptional(),
  versioning: z.enum(['on', 'suspended', 'off']).exactOptional(),
  lifecycle: z.array(lifecycleRuleSchema).exactOptional(),
  encryption: encryptionSchema.exactOptional(),
  withheld: withheldSchema,
})
export type ContainerFacts = Readonly<z.infer<typeof containerFactsSchema>>

/** An upload in parts that was begun and not ended: it costs and is not seen. */
export const unfinishedUploadSchema = z.object({
  id: z.string(),
  /** Path of the file it would have become. */
  path: z.string(),
  startedMs: z.number().exactOptional(),
  /** Bytes stored so far, where the listing tells. */
  sizeBytes: z.number().exactOptional(),
})
export type UnfinishedUpload = Readonly<z.infer<typeof unfinishedUploadSchema>>

export const spaceSchema = z.object({ totalBytes: z.number(), freeBytes: z.number() })
export type Space = Readonly<z.infer<typeof spaceSchema>>
