import { said } from '../../contract/sentences/said.ts'
import type { Entry } from '../../contract/entry.ts'
import { unpackEntries } from '../../contract/entry-page.ts'
import { type Failure, failureOf, StorageError } from '../../contract/failure.ts'
import { childPath } from '../../contract/location.ts'
import type { Backend, Waits } from '../backends/backend.ts'

/**
 * Permanently deletes an entry; a folder is deleted with everything it holds. Symbolic links are deleted, never
 * followed. It continues after a failure to delete as much as it can. Then it throws the first failure, which also
 * tells the number of other failures.
 */
export async function removeTree(backend: Backend, path: string, { signal }: Waits): Promise<void> {
  const entry = await backend.stat(path, { signal })
  if (entry.kind !== 'folder') return backend.remove(path, { signal })
  const failures: Failure[] = []
  await removeFolder(backend, path, failures, { signal })
  const [first] = failures
  if (!first) return
  throw new StorageError(withOthers(first, failures.length - 1))
}

/** Adds the number of other failures to the first one. */
export function withOthers(first: Failure, others: number): Failure {
  return others > 0 ? { ...first, ...said('remove.others-failed', { first: first.message, others }) } : first
}

async function removeFolder(backend: Backend, path: string, failures: Failure[], { signal }: Waits): Promise<void> {
  const failedBefore = failures.length
  try {
    const folders = await removeFiles(backend, path, failures, { signal })
    for (const name of folders) await removeFolder(backend, childPath(path, name), failures, { signal })
    if (failures.length === failedBefore) await backend.remove(path, { signal })
  } catch (error) {
    note(failures, error, signal)
  }
}

/** Deletes everything except folders. Returns the names of the folders. */
async function removeFiles(backend: Backend, path: string, failures: Failure[], { signal }: Waits): Promise<string[]> {
  const folders: string[] = []
  for await (const page of backend.list(path, { signal })) {
    const entries = unpackEntries(page)
    const isFolder = ({ kind }: Entry) => kind === 'folder'
    folders.push(...entries.filter(isFolder).map(({ name }) => name))
    const paths = entries.filter((entry) => !isFolder(entry)).map(({ name }) => childPath(path, name))
    await removeAll(backend, paths, failures, { signal })
  }
  return folders
}

async function removeAll(backend: Backend, paths: readonly string[], failures: Failure[], { signal }: Waits) {
  if (backend.removeMany && paths.length > 1) {
    for await (const removals of backend.removeMany.removeMany(paths, { signal })) {
      for (const { failure } of removals) if (failure) note(failures, new StorageError(failure), signal)
    }
    return
  }
  for (const path of paths) {
    await backend.remove(path, { signal }).catch((error: unknown) => note(failures, error, signal))
  }
}

function note(failures: Failure[], error: unknown, signal: AbortSignal): void {
  signal.throwIfAborted()
  const failure = failureOf(error, 'remove')
  if (failure.kind !== 'not-found') failures.push(failure) // An entry that is already gone is no failure.
}
