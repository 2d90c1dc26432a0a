import type { Backend } from '../backend.ts'
import { addressOf } from './address.ts'
import type { ObjectStore } from './store.ts'

/** Identifies an entry by its container and key. `service` is the same for all mounts that see the same containers. */
export function identityOf(store: ObjectStore, service: string): NonNullable<Backend['identity']> {
  return {
    async identify(path, { signal }) {
      signal.throwIfAborted()
      const address = addressOf(store, path, `${store.name}.identity`)
      return { store: service, path: pathOf(address), isOnlyPath: true }
    },
  }
}

function pathOf(address: ReturnType<typeof addressOf>): string {
  if (address.kind === 'account') return ''
  const key = (address.kind === 'inside' ? address.file : undefined) ?? address.folder ?? ''
  return `${address.container}/${key}`.replace(/\/$/, '')
}
