import { isFolder } from '../../object-store/read/look-up.ts'
import { isCode, isMissing, unlessDenied } from '../../object-store/failures/refusal.ts'
import { type Attempt, notAFile, refuse } from '../../object-store/failures/failures.ts'
import type { Version } from '../../../../contract/facets.ts'
import type { Backend } from '../../backend.ts'
import { failingAs, s3Failure } from '../failures/failures.ts'
import { type ObjectAddress, objectAt, type Scope } from '../connect/scope.ts'
import { readVersion } from '../read/read.ts'
import { removeStates } from './remove-states.ts'
import { copyWithin } from '../copy/server-copy.ts'
import { statesOf, versionPages } from './state-pages.ts'

type Versions = NonNullable<Backend['versions']>

export function versionsOf(scope: Scope): Versions {
  return {
    list: (path, { signal }) => listVersions(scope, path, signal),
    async read(path, version, options) {
      const object = objectAt(scope, path, 's3.versions.read')
      return failingAs(object.attempt, () =>
        throughVersion(object.attempt, async () => {
          try {
            return await readVersion(scope, object, version, options)
          } catch (error) {
            if (isMissing(error) && (await isDeletion(scope, object, version, options.signal)))
              throw noBytes(object.attempt)
            throw error
          }
        }),
      )
    },
    async restore(path, version, { signal }) {
      const object = objectAt(scope, path, 's3.versions.restore')
      return failingAs(object.attempt, () =>
        throughVersion(object.attempt, () =>
          copyWithin(scope, { bucket: object.bucket, key: object.key, version }, object, {
            ifExists: 'replace',
            signal,
          }),
        ),
      )
    },
    async remove(path, version, { signal }) {
      const { bucket, key, attempt } = objectAt(scope, path, 's3.versions.remove')
      scope.written.drop(bucket, key)
      scope.absent.drop(bucket, key)
      await failingAs(attempt, () =>
        throughVersion(attempt, async () => {
          await scope.client.request({ right: 's3:DeleteObjectVersion', bucket, signal }, (s3, options) =>
            s3.deleteObject({ Bucket: bucket, Key: key, VersionId: version }, options),
          )
        }),
      )
    },
    removeAll: (targets, options) => removeStates(scope, targets, options),
  }
}

/**
 * Yields one page for each page of the service, with only this exact key; the service's prefix also matches longer
 * keys.
 */
async function* listVersions(scope: Scope, path: string, signal: AbortSignal): AsyncGenerator<readonly Version[]> {
  signal.throwIfAborted()
  const object = objectAt(scope, path, 's3.versions.list')
  const { bucket, key, attempt } = object
  try {
    let isKnown = false
    for await (const page of versionPages(scope, { bucket, prefix: key }, signal)) {
      const versions = statesOf(page).filter((state) => state.key === key)
      isKnown ||= versions.length > 0
      if (versions.length > 0) yield versions.map(({ version }) => version)
      const isPast = statesOf(page).some((state) => state.key !== key)
      if (isPast) break
    }
    if (!isKnown) throw await nothingAt(scope, object, signal)
  } catch (error) {
    throw s3Failure(error, attempt)
  }
}

async function nothingAt(scope: Scope, { bucket, key, attempt }: ObjectAddress, signal: AbortSignal) {
  const isThere = await unlessDenied(isFolder(scope, bucket, `${key}/`, signal), false)
  return isThere ? notAFile(attempt) : refuse('not-found', 'objects.never-existed', attempt)
}

/** For a deletion, some services report only that nothing exists. */
async function isDeletion(scope: Scope, { bucket, key }: ObjectAddress, version: string, signal: AbortSignal) {
  for await (const page of versionPages(scope, { bucket, prefix: key }, signal)) {
    const states = statesOf(page)
    const state = states.find((each) => each.key === key && each.version.id === version)
    if (state) return state.version.kind === 'deleted'
    if (states.some((each) => each.key !== key)) return false
  }
  return false
}

function noBytes(attempt: Attempt) {
  return refuse('not-a-file', 'objects.is-deletion', attempt)
}

/** Translates the errors of services for a version that does not exist or is a deletion. */
async function throughVersion<T>(attempt: Attempt, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isCode(error, 'MethodNotAllowed', 'Http405')) {
      throw noBytes(attempt)
    }
    if (isCode(error, 'NoSuchVersion', 'NoSuchKey', 'NotFound', 'Http404', 'InvalidArgument')) {
      throw refuse('not-found', 'store.no-version', attempt)
    }
    throw error
  }
}
