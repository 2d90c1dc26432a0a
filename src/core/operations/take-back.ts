import { said } from '../../contract/sentences/said.ts'
import type { Entry } from '../../contract/entry.ts'
import { StorageError } from '../../contract/failure.ts'
import { formatLocation } from '../../contract/location.ts'
import type { Waits } from '../backends/backend.ts'
import type { OpenedLocation } from './opened-location.ts'

/** A created entry, as it was at that time. */
export type Made = Pick<Entry, 'kind' | 'sizeBytes' | 'modifiedMs'>

/** Removes a created entry, to the trash if there is one. A file must be unchanged, and a folder must be empty. */
export async function takeBack(location: OpenedLocation, made: Made, { signal }: Waits): Promise<void> {
  const { backend, path } = location
  if (made.kind === 'folder') return backend.remove(path, { signal }) // This refuses a folder that is not empty.
  expectSame(location, await backend.stat(path, { signal }), made)
  if (backend.trash) await backend.trash.moveToTrash(path, { signal })
  else await backend.remove(path, { signal })
}

/** Restores the old name of an entry, if it is still as it was after the rename. */
export async function renameBack(
  now: OpenedLocation,
  was: OpenedLocation,
  made: Made,
  { signal }: Waits,
): Promise<void> {
  expectSame(now, await now.backend.stat(now.path, { signal }), made)
  if (now.mount !== was.mount || !now.backend.rename) {
    throw failure('unsupported', now, 'undo.no-rename')
  }
  await now.backend.rename.rename(now.path, was.path, { ifExists: 'fail', signal })
}

function expectSame(location: OpenedLocation, now: Made, { kind, sizeBytes, modifiedMs }: Made): void {
  const isSame =
    now.kind === kind && (kind === 'folder' || (now.sizeBytes === sizeBytes && now.modifiedMs === modifiedMs))
  if (!isSame) throw failure('changed', location, 'undo.changed')
}

function failure(
  kind: 'changed' | 'unsupported',
  location: OpenedLocation,
  code: 'undo.no-rename' | 'undo.changed',
): StorageError {
  const place = formatLocation({ mount: location.mount, path: location.path })
  return new StorageError({ kind, ...said(code, { place }), operation: 'files.takeBack', location: place })
}
