/** Translates paths into containers and keys of a service. */
import { type Attempt, notAFile, refuse } from './failures/failures.ts'
import { type Keys, keysOf } from './object-names.ts'
import type { ObjectStore } from './store.ts'

export type Address =
  | { readonly kind: 'account' }
  | { readonly kind: 'container'; readonly container: string; readonly folder: string }
  | ({ readonly kind: 'inside'; readonly container: string } & Keys)
export type Inside = Extract<Address, { kind: 'inside' }>

/** The object that a path may name. */
export interface FileAddress {
  readonly container: string
  readonly key: string
  readonly attempt: Attempt
}

type Reach = Pick<ObjectStore, 'container' | 'prefix' | 'checkKey'>

/** Returns the address of a path. Throws `bad-name`. */
export function addressOf(reach: Reach, path: string, operation: string): Address {
  const attempt: Attempt = { operation, path }
  if (reach.container !== undefined) return addressIn(reach, reach.container, reach.prefix, path, attempt)
  if (path === '') return { kind: 'account' }
  const slash = path.indexOf('/')
  const container = slash < 0 ? path : path.slice(0, slash)
  return addressIn(reach, container, '', slash < 0 ? '' : path.slice(slash + 1), attempt)
}

export function attemptAt(address: Address, operation: string, path: string): Attempt {
  return address.kind === 'account' ? { operation, path } : { operation, path, container: address.container }
}

/** Returns the key of a file, if the path may name one. Throws `not-a-file`. */
export function fileAt(reach: Reach, path: string, operation: string): FileAddress {
  const address = addressOf(reach, path, operation)
  const attempt = attemptAt(address, operation, path)
  if (address.kind !== 'inside' || address.file === undefined) throw notAFile(attempt)
  return { container: address.container, key: address.file, attempt }
}

/** Runs `work` with the address of a path, and translates its errors into failures of the operation. */
export async function atAddress<T>(
  store: Reach & Pick<ObjectStore, 'failures'>,
  { operation, path, signal }: { readonly operation: string; readonly path: string; readonly signal: AbortSignal },
  work: (address: Address, attempt: Attempt) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  const address = addressOf(store, path, operation)
  const attempt = attemptAt(address, operation, path)
  return store.failures.failingAs(attempt, () => work(address, attempt))
}

function addressIn(reach: Reach, container: string, prefix: string, path: string, attempt: Attempt): Address {
  const keys = keysOf(path, prefix)
  if (!keys) {
    throw refuse('bad-name', 'objects.escape-mark', attempt)
  }
  if (path === '') return { kind: 'container', container, folder: keys.folder ?? prefix }
  reach.checkKey(keys.file ?? keys.folder ?? '', attempt)
  return { kind: 'inside', container, ...keys }
}
