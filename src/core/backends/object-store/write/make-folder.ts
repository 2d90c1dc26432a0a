import type { Waits } from '../../backend.ts'
import { atAddress } from '../address.ts'
import { refuse, taken } from '../failures/failures.ts'
import { isFolder, whatIsAt } from '../read/look-up.ts'
import { parentPrefix } from '../object-names.ts'
import { isUnmet, unlessDenied } from '../failures/refusal.ts'
import type { ObjectStore } from '../store.ts'

/** Stores an empty folder as a marker object. Each service has its own form of it. */
export async function makeFolder(store: ObjectStore, path: string, { signal }: Waits): Promise<void> {
  await atAddress(store, { operation: `${store.name}.makeFolder`, path, signal }, async (address, attempt) => {
    if (path === '' || address.kind === 'account') throw taken(attempt)
    if (address.kind === 'container') return store.makeContainer(address.container, signal)
    const { container, folder } = address
    if (folder === undefined) throw refuse('bad-name', 'objects.bad-folder-name', attempt)
    store.checkNewKey(folder, attempt)
    const [hasParent, found] = await Promise.all([
      unlessDenied(isFolder(store, container, parentPrefix(folder), signal), true),
      unlessDenied(whatIsAt(store, container, address, signal), undefined),
    ])
    if (!hasParent) throw refuse('not-found', 'store.no-parent', attempt)
    if (found && found.kind !== 'nothing') throw taken(attempt)
    try {
      await store.putFolder({ ...address, folder }, signal)
    } catch (error) {
      throw isUnmet(error) ? taken(attempt) : error
    }
    store.folders.add(container, folder)
    store.absent.drop(container, folder.slice(0, -1))
  })
}
