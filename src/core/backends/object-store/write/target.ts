/** The checks before a file is stored, in this order. */
import type { WriteOptions } from '../../backend.ts'
import type { Address, FileAddress } from '../address.ts'
import { type Attempt, notAFile, refuse, taken } from '../failures/failures.ts'
import { isFolder, whatIsAt } from '../read/look-up.ts'
import { type Keys, parentPrefix } from '../object-names.ts'
import { unlessDenied } from '../failures/refusal.ts'
import type { Found, ObjectStore } from '../store.ts'

/** Throws `not-a-file`, `bad-name`. */
export function targetOf(store: ObjectStore, address: Address, attempt: Attempt): FileAddress {
  if (address.kind === 'inside' && address.file !== undefined) {
    store.checkNewKey(address.file, attempt)
    return { container: address.container, key: address.file, attempt }
  }
  throw notAFile(attempt)
}

/**
 * Throws `not-found` without a parent folder, `not-a-file`, `exists`. A user without the right to list writes without
 * these checks; a missing folder does no harm. Returns the kind of entry that has the name; undefined if it may not be
 * read.
 */
export async function checkTarget(
  store: ObjectStore,
  { container, key, attempt }: FileAddress,
  keys: Keys,
  { ifExists, signal }: Pick<WriteOptions, 'ifExists' | 'signal'>,
): Promise<Found['kind'] | undefined> {
  const isAbsent = store.absent.has(container, key)
  const [hasParent, found] = await Promise.all([
    unlessDenied(isFolder(store, container, parentPrefix(key), signal), true),
    isAbsent ? ({ kind: 'nothing' } as const) : unlessDenied(whatIsAt(store, container, keys, signal), undefined),
  ])
  if (!hasParent) throw refuse('not-found', 'store.no-parent', attempt)
  if (found?.kind === 'folder') throw refuse('not-a-file', 'store.folder-exists', attempt)
  if (ifExists === 'fail' && found?.kind === 'file') throw taken(attempt)
  return found?.kind
}

/** Updates the remembered facts about the name and its folder after a file was stored. */
export function noteStored(store: ObjectStore, container: string, key: string): void {
  store.folders.add(container, parentPrefix(key))
  store.absent.drop(container, key)
  store.written?.add(container, key)
}
