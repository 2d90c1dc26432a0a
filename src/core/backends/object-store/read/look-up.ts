/** Answers small questions about what exists, with as few requests as possible. */
import type { Keys } from '../object-names.ts'
import { isDenied } from '../failures/refusal.ts'
import type { Found, ObjectStore } from '../store.ts'

/** Tells whether a prefix has keys below it or a marker. The top of a container exists if the container does. */
export async function isFolder(
  store: ObjectStore,
  container: string,
  prefix: string,
  signal: AbortSignal,
): Promise<boolean> {
  if (store.folders.has(container, prefix)) return true
  const below = await store.firstKeys(container, prefix, signal)
  const isThere = below.length > 0 || prefix === store.prefix || (await store.isMarked?.(container, prefix, signal))
  if (isThere) store.folders.add(container, prefix)
  return isThere === true
}

/** Returns what has a name, with one request, or two if other names sort between a file `a` and the folder `a/`. */
export async function whatIsAt(
  store: ObjectStore,
  container: string,
  { file, folder }: Keys,
  signal: AbortSignal,
): Promise<Found> {
  if (file === undefined) {
    const isThere = folder !== undefined && (await isFolder(store, container, folder, signal))
    return { kind: isThere ? 'folder' : 'nothing' }
  }
  const { found, hasOthers } = await store.listAt(container, file, folder, signal)
  if (found) return found
  if (hasOthers && folder !== undefined && (await store.firstKeys(container, folder, signal)).length > 0) {
    return { kind: 'folder' }
  }
  store.absent.add(container, file)
  return { kind: 'nothing' }
}

/** Does the same, but needs only one of the two rights to list and to read. */
export async function find(store: ObjectStore, container: string, keys: Keys, signal: AbortSignal): Promise<Found> {
  const { file } = keys
  const head = async () => (file === undefined ? undefined : headIfAllowed(store, container, file, signal))
  const isFresh = file !== undefined && store.written?.has(container, file)
  const fresh = isFresh ? await head() : undefined
  if (fresh) return fresh
  try {
    return await whatIsAt(store, container, keys, signal)
  } catch (error) {
    const found = isDenied(error) ? await head() : undefined
    if (found) return found
    throw error
  }
}

async function headIfAllowed(store: ObjectStore, container: string, key: string, signal: AbortSignal) {
  try {
    return await store.head(container, key, signal)
  } catch (error) {
    if (isDenied(error)) return undefined
    throw error
  }
}
