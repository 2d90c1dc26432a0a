import { said } from '../../contract/sentences/said.ts'
import type { Entry } from '../../contract/entry.ts'
import { StorageError } from '../../contract/failure.ts'
import { formatLocation } from '../../contract/location.ts'
import type { Waits } from '../backends/backend.ts'
import type { OpenedLocation } from './opened-location.ts'

/** What was made, as it was then. */
export type Made = Pick<Entry, 'kind' | 'sizeBytes' | 'modifiedMs'>

/** Takes away what was made, to the trash where there is one: a file that is as it was then, a folder that has nothing in it. */
export async function takeBack(location: OpenedLocation, made: Made, { signal }: Waits): Promise<void> {
  const { backend, path } = location
  if (made.kind === 'folder') return backend.remove(path, { signal }) // which refuses one with something in it
  expectSame(location, await backend.stat(path, { signal }), made)
  if (backend.trash) await backend.trash.moveToTrash(path, { signal })
  else await backend.remove(path, { signal })
}

/** Gives something the name back that it had, if it is as it was when it was given the other one. */
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
