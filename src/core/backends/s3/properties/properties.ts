import { isCode, isDenied } from '../../object-store/failures/refusal.ts'
import { refuse } from '../../object-store/failures/failures.ts'
import type { Capabilities } from '../../../../contract/capabilities.ts'
import type { Properties, PropertyChanges } from '../../../../contract/facets.ts'
import type { Backend } from '../../backend.ts'
import { checkChangeable } from '../../facets/changeable.ts'
import { failingAs } from '../failures/failures.ts'
import { headWithSums, propertiesOfHead } from '../read/object-facts.ts'
import { changesOf, headersOf } from '../write/object-headers.ts'
import { type CopiedObject, type ObjectAddress, objectAt, type Scope } from '../connect/scope.ts'
import { publicUrlOf } from '../connect/public-url.ts'
import { copyInParts, copySourceOf } from '../copy/server-copy.ts'
import { ensureTags, setTags, tagsIfAny, tagsOf } from '../write/tags.ts'

export function propertiesFacetOf(scope: Scope, capabilities: Capabilities): NonNullable<Backend['properties']> {
  async function read(object: ObjectAddress, signal: AbortSignal): Promise<Properties> {
    const head = await headWithSums(scope, object, signal)
    const properties = propertiesOfHead(head)
    const url = publicUrlOf(scope, object.key)
    const known = { ...properties, ...(url !== undefined && { publicUrl: url }) }
    try {
      return { ...known, tags: await tagsOf(scope, object, signal) }
    } catch (error) {
      if (isDenied(error)) return { ...known, withheld: { tags: 's3:GetObjectTagging' } }
      if (isCode(error, 'NotImplemented', 'MethodNotAllowed', 'Http501')) return known
      throw error
    }
  }

  return {
    async read(path, { signal }) {
      const object = objectAt(scope, path, 's3.properties.read')
      return failingAs(object.attempt, () => read(object, signal))
    },
    async change(path, changes, { signal }) {
      const object = objectAt(scope, path, 's3.properties.change')
      return failingAs(object.attempt, async () => {
        checkChangeable(capabilities, changes, object.attempt.operation)
        const { tags, ...others } = changes
        if (Object.keys(others).length > 0) await rewrite(scope, object, others, signal)
        if (tags) await setTags(scope, object, tags, signal)
        return read(object, signal)
      })
    },
  }
}

/** S3 changes nothing in place: the object is copied onto itself, if it is still in the state that was read. */
async function rewrite(
  scope: Scope,
  object: ObjectAddress,
  changes: PropertyChanges,
  signal: AbortSignal,
): Promise<void> {
  const { client } = scope
  const { bucket, key, attempt } = object
  const head = await headWithSums(scope, object, signal)
  const from: CopiedObject = { bucket, key, ...(head.ETag !== undefined && { etag: head.ETag }) }
  const tags = await tagsIfAny(scope, from, signal)
  const wanted = { ...changesOf(propertiesOfHead(head)), ...(tags && { tags }), ...changes }
  const headers = headersOf(wanted, attempt)
  const copyAtOnce = () =>
    client.request({ right: 's3:PutObject', bucket, signal }, (s3, options) =>
      s3.copyObject(
        {
          Bucket: bucket,
          Key: key,
          CopySource: copySourceOf(from),
          MetadataDirective: 'REPLACE',
          ...(tags && { TaggingDirective: 'REPLACE' }), // some services lose them otherwise
          ...(from.etag !== undefined && { CopySourceIfMatch: from.etag }),
          ...headers,
        },
        options,
      ),
    )
  try {
    if ((head.ContentLength ?? 0) > scope.largestCopyBytes) {
      await copyInParts(scope, from, object, { head, ifExists: 'replace', signal, onProgress: undefined, headers })
    } else {
      await copyAtOnce()
    }
    await ensureTags(scope, object, tags, signal)
  } catch (error) {
    if (!isCode(error, 'PreconditionFailed', 'Http412')) throw error
    throw refuse('changed', 's3.changed-by-other', attempt)
  }
}
