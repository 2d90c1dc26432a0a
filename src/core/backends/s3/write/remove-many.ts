import { removeEntry } from '../../object-store/write/remove.ts'
import { unlessDenied } from '../../object-store/failures/refusal.ts'
import type { Attempt } from '../../object-store/failures/failures.ts'
import { unpackEntries } from '../../../../contract/entry-page.ts'
import { type Failure, failureOf } from '../../../../contract/failure.ts'
import { baseName, parentPath } from '../../../../contract/location.ts'
import type { Removal, Waits } from '../../backend.ts'
import { s3Failure } from '../failures/failures.ts'
import { listObjects } from '../read/list.ts'
import { objectAt, type Scope } from '../connect/scope.ts'
import { S3Refusal } from '../failures/refusal.ts'

const operation = 's3.removeMany'
/** The maximum number of keys in one request. */
export const mostKeys = 1000
/** Below this number, listing the folder costs more than checking each path. */
const fewPaths = 4
/** Characters that XML cannot represent. */
export const unwritable = /[\p{Cc}\u{fffe}\u{ffff}]/u

/**
 * Removes files in batches and other entries one by one. One listing of their folder tells which paths are files,
 * unless the names are few, or so far apart that the listing would be long.
 */
export async function* removeMany(
  scope: Scope,
  paths: readonly string[],
  { signal }: Waits,
): AsyncGenerator<readonly Removal[]> {
  for (const [folder, inFolder] of byFolder(paths)) {
    signal.throwIfAborted()
    const files = inFolder.length < fewPaths ? new Set<string>() : await filesAmong(scope, folder, inFolder, signal)
    const batched = inFolder.filter((path) => files.has(path))
    for (let at = 0; at < batched.length; at += mostKeys) {
      yield await removeBatch(scope, batched.slice(at, at + mostKeys), signal)
    }
    for (const path of inFolder) if (!files.has(path)) yield [await removeOne(scope, path, signal)]
  }
}

function byFolder(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const folders = new Map<string, string[]>()
  for (const path of paths) {
    const folder = parentPath(path)
    const known = folders.get(folder)
    if (known) known.push(path)
    else folders.set(folder, [path])
  }
  return folders
}

/** Returns the paths that are files with keys that a batch can name, as far as a few pages of the folder show. */
async function filesAmong(scope: Scope, folder: string, paths: readonly string[], signal: AbortSignal) {
  const wanted = new Map(paths.map((path) => [baseName(path), path]))
  const found = new Set<string>()
  let pages = Math.ceil(paths.length / mostKeys) + 2
  const look = async () => {
    for await (const page of listObjects(scope, folder, { signal })) {
      for (const { name, kind } of unpackEntries(page)) {
        const path = wanted.get(name)
        if (kind === 'file' && path !== undefined && !unwritable.test(path)) found.add(path)
      }
      if (found.size === paths.length || (pages -= 1) === 0) return
    }
  }
  try {
    await unlessDenied(look(), undefined)
  } catch (error) {
    signal.throwIfAborted()
    if (['unreachable', 'timeout', 'busy', 'sign-in'].includes(failureOf(error).kind)) throw error
  }
  return found
}

async function removeBatch(scope: Scope, paths: readonly string[], signal: AbortSignal): Promise<Removal[]> {
  const objects = paths.map((path) => ({ path, ...objectAt(scope, path, operation) }))
  const bucket = objects[0]?.bucket ?? ''
  for (const { key } of objects) scope.written.drop(bucket, key)
  try {
    const { Errors = [] } = await scope.client.request({ right: 's3:DeleteObject', bucket, signal }, (s3, options) =>
      s3.deleteObjects(
        { Bucket: bucket, Delete: { Objects: objects.map(({ key }) => ({ Key: key })), Quiet: true } },
        options,
      ),
    )
    const refused = new Map(
      Errors.map(({ Key = '', Code = 'InternalError', Message = '' }) => [Key, { Code, Message }]),
    )
    return objects.map(({ path, key, attempt }) => {
      const error = refused.get(key)
      if (!error || error.Code === 'NoSuchKey') return { path }
      return { path, failure: failureFrom({ Code: error.Code, message: error.Message }, attempt) }
    })
  } catch (error) {
    signal.throwIfAborted()
    if (isWithoutBatches(error)) return Promise.all(paths.map((path) => removeOne(scope, path, signal)))
    return objects.map(({ path, attempt }) => ({ path, failure: failureOf(s3Failure(error, attempt), operation) }))
  }
}

/** Google's service has no batch deletion; https://cloud.google.com/storage/docs/xml-api/overview */
export function isWithoutBatches(error: unknown): boolean {
  return error instanceof S3Refusal && ['NotImplemented', 'MethodNotAllowed', 'Http501', 'Http405'].includes(error.code)
}

function failureFrom(error: object, attempt: Attempt): Failure {
  return failureOf(s3Failure(new S3Refusal(error, 's3:DeleteObject'), attempt), operation)
}

async function removeOne(scope: Scope, path: string, signal: AbortSignal): Promise<Removal> {
  try {
    await removeEntry(scope, path, { signal })
    return { path }
  } catch (error) {
    signal.throwIfAborted()
    return { path, failure: failureOf(error, operation) }
  }
}
