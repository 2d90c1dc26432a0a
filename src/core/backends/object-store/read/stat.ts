import type { Entry } from '../../../../contract/entry.ts'
import { baseName } from '../../../../contract/location.ts'
import type { Waits } from '../../backend.ts'
import { atAddress } from '../address.ts'
import { nothingAt } from '../failures/failures.ts'
import { find } from './look-up.ts'
import type { ObjectStore } from '../store.ts'

/** Returns an entry, with one request in most cases. */
export async function statEntry(store: ObjectStore, path: string, { signal }: Waits): Promise<Entry> {
  return atAddress(store, { operation: `${store.name}.stat`, path, signal }, async (address, attempt) => {
    const name = baseName(path)
    if (address.kind === 'account') return { name, kind: 'folder' }
    if (address.kind === 'container') {
      await store.firstKeys(address.container, address.folder, signal)
      return { name, kind: 'folder' }
    }
    const found = await find(store, address.container, address, signal)
    if (found.kind === 'nothing') throw nothingAt(attempt)
    return found.kind === 'file' ? { name, kind: 'file', ...found.facts } : { name, kind: 'folder' }
  })
}
