import { refuse, taken } from '../../object-store/failures/failures.ts'
import type { DeletedEntry } from '../../../../contract/facets.ts'
import type { Backend } from '../../backend.ts'
import { failingAs, s3Failure } from '../failures/failures.ts'
import { headIfAny } from '../read/look-up.ts'
import { fileName } from '../../object-store/object-names.ts'
import { objectAt, prefixAt, type Scope } from '../connect/scope.ts'
import { copyWithin } from '../copy/server-copy.ts'
import { statesOf, versionPages } from './state-pages.ts'

/** The files whose latest version is a deletion, in buckets that keep versions. */
export function deletedOf(scope: Scope): NonNullable<Backend['deleted']> {
  return {
    list: (path, { signal }) => listDeleted(scope, path, signal),
    async restore(path, { signal }) {
      const object = objectAt(scope, path, 's3.deleted.restore')
      const { bucket, key, attempt } = object
      return failingAs(attempt, async () => {
        if (await headIfAny(scope, bucket, key, signal)) {
          throw taken(attempt)
        }
        const version = await newestBytes(scope, bucket, key, signal)
        if (version === undefined) {
          throw refuse('not-found', 'store.not-restorable', attempt)
        }
        return copyWithin(scope, { bucket, key, version }, object, { ifExists: 'fail', signal })
      })
    },
  }
}

async function* listDeleted(scope: Scope, path: string, signal: AbortSignal): AsyncGenerator<readonly DeletedEntry[]> {
  const { bucket, prefix, attempt } = prefixAt(scope, path, 's3.deleted.list')
  try {
    let open: { readonly key: string; readonly deletedMs: number | undefined } | undefined
    for await (const page of versionPages(scope, { bucket, prefix, delimiter: '/' }, signal)) {
      const found: DeletedEntry[] = []
      for (const { key, version } of statesOf(page)) {
        if (version.kind === 'deleted' && version.isCurrent) open = { key, deletedMs: version.modifiedMs }
        if (version.kind !== 'version' || open?.key !== key || key === prefix) continue
        const { sizeBytes, modifiedMs } = version
        found.push({
          entry: {
            name: fileName(key.slice(prefix.length)),
            kind: 'file',
            ...(sizeBytes !== undefined && { sizeBytes }),
            ...(modifiedMs !== undefined && { modifiedMs }),
          },
          ...(open.deletedMs !== undefined && { deletedMs: open.deletedMs }),
        })
        open = undefined // older versions of the same file do not matter here
      }
      if (found.length > 0) yield found
    }
  } catch (error) {
    throw s3Failure(error, attempt)
  }
}

async function newestBytes(
  scope: Scope,
  bucket: string,
  key: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  for await (const page of versionPages(scope, { bucket, prefix: key }, signal)) {
    const states = statesOf(page)
    const newest = states.find((state) => state.key === key && state.version.kind === 'version')
    if (newest) return newest.version.id
    if (states.some((state) => state.key !== key)) return undefined
  }
  return undefined
}
