/**
 * The tags of objects. Older services lose tags when an object is copied or built from parts; then the tags are set
 * again.
 */
import { isCode, unlessDenied } from '../../object-store/failures/refusal.ts'
import { isDeepStrictEqual } from 'node:util'
import type { CopiedObject, Scope } from '../connect/scope.ts'

type Tags = Readonly<Record<string, string>>

/** Returns the tags of an object, also of an older version. */
export async function tagsOf(
  { client }: Scope,
  { bucket, key, version }: CopiedObject,
  signal: AbortSignal,
): Promise<Tags> {
  const { TagSet = [] } = await client.request({ right: 's3:GetObjectTagging', bucket, signal }, (s3, options) =>
    s3.getObjectTagging({ Bucket: bucket, Key: key, ...(version !== undefined && { VersionId: version }) }, options),
  )
  return Object.fromEntries(TagSet.map(({ Key = '', Value = '' }) => [Key, Value]))
}

/** Returns undefined if tags may not be read, or the service has none. */
export async function tagsIfAny(scope: Scope, object: CopiedObject, signal: AbortSignal): Promise<Tags | undefined> {
  try {
    return await unlessDenied(tagsOf(scope, object, signal), undefined)
  } catch (error) {
    if (isCode(error, 'NotImplemented', 'MethodNotAllowed', 'Http501', 'Http405')) return undefined
    throw error
  }
}

export async function setTags(
  { client }: Scope,
  { bucket, key }: CopiedObject,
  tags: Tags,
  signal: AbortSignal,
): Promise<void> {
  const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
  await client.request({ right: 's3:PutObjectTagging', bucket, signal }, (s3, options) =>
    TagSet.length === 0
      ? s3.deleteObjectTagging({ Bucket: bucket, Key: key }, options)
      : s3.putObjectTagging({ Bucket: bucket, Key: key, Tagging: { TagSet } }, options),
  )
}

/** Checks whether a new object has its intended tags, and sets missing ones. */
export async function ensureTags(
  scope: Scope,
  object: CopiedObject,
  wanted: Tags | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (!wanted || Object.keys(wanted).length === 0) return
  const found = await tagsIfAny(scope, object, signal)
  if (found && !isDeepStrictEqual(found, { ...wanted })) await setTags(scope, object, wanted, signal)
}
