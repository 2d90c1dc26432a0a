/**
 * Remote files that are edited in a program of this computer. Each is fetched into a private folder, opened, and stored
 * again after each save. A copy is removed only when all of it is stored, or when the user discards it.
 */
import { said } from '../../contract/sentences/said.ts'
import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Edit } from '../../contract/api/edits.ts'
import { StorageError } from '../../contract/failure.ts'
import { baseName, formatLocation, type Location } from '../../contract/location.ts'
import type { Waits } from '../backends/backend.ts'
import { ownFileFailure } from '../files/own-file.ts'
import type { Mounts } from '../mounts/mounts.ts'
import { openLocation } from '../operations/opened-location.ts'
import {
  copyNameOf,
  copyPathOf,
  type EditRecord,
  isOfAnother,
  makeFolders,
  ownOwner,
  readRecords,
  removeFolder,
  sumOfFile,
  writeRecord,
} from './edit-record.ts'
import { type Copies, type Copy, createCopies } from './copies.ts'

export interface Edits {
  open(location: Location, waits: Waits): Promise<void>
  watch(waits: Waits): AsyncGenerator<{ readonly edits: Edit[] }>
  answer(id: string, choice: 'over' | 'beside' | 'again' | 'discard'): Promise<void>
  /** Copies that are not stored stay and are offered at the next start. */
  close(): Promise<void>
}

export interface EditsDeps {
  readonly mounts: Pick<Mounts, 'open'>
  readonly folder: string
  /** Opens a path in the system's program for it. */
  readonly openPath: (path: string) => Promise<void>
  /** The time before a failed store is tried again. */
  readonly retryMs?: number
}

export function createEdits({ mounts, folder, openPath, retryMs = 30_000 }: EditsDeps): Edits {
  const stop = new AbortController()
  const copies = createCopies({ mounts, folder, retryMs, signal: stop.signal })
  const begun = findLeft(copies, folder)

  return {
    async open(location, waits) {
      await begun
      const copy =
        (await usable(copies, folder, location)) ?? (await fetchCopy(copies, { mounts, folder }, location, waits))
      await openPath(copyPathOf(folder, copy.record))
    },
    async *watch({ signal }) {
      await begun
      for await (const _ of copies.occasions(signal)) yield { edits: copies.list() }
    },
    async answer(id, choice) {
      await begun
      const copy = copies.all.get(id)
      if (!copy) {
        throw new StorageError({ kind: 'not-found', ...said('edits.unknown'), operation: 'edits.answer' })
      }
      if (choice !== 'discard') {
        if (copy.state === 'left') copies.follow(copy)
        return copies.store(copy, choice === 'again' ? 'careful' : choice)
      }
      copies.all.delete(id)
      copy.close()
      await copy.turn
      await removeFolder(folder, id)
      copies.changed()
    },
    async close() {
      stop.abort(new Error('the host is closed'))
      await begun
      for (const { close } of copies.all.values()) close()
      await Promise.all([...copies.all.values()].map(({ turn }) => turn))
    },
  }
}

/**
 * Finds copies of an earlier run, and removes those that were stored. Copies that another running Portolan owns are
 * left alone.
 */
async function findLeft(copies: Copies, folder: string): Promise<void> {
  for (const record of await readRecords(folder)) {
    if (isOfAnother(record.owner)) continue
    const sum = await sumOfFile(copyPathOf(folder, record)).catch(() => 'unreadable')
    if (record.sum !== '' && sum !== undefined && sum !== record.sum) copies.add(record, 'left')
    else await removeFolder(folder, record.id)
  }
}

/**
 * Returns the existing copy of a file if it has changes that are not stored yet. Otherwise the file is fetched again.
 */
async function usable(copies: Copies, folder: string, location: Location): Promise<Copy | undefined> {
  const text = formatLocation(location)
  const copy = [...copies.all.values()].find(({ record }) => formatLocation(record.location) === text)
  if (!copy || copy.state !== 'open') return copy
  await copies.store(copy, 'careful')
  if (copy.state !== 'open') return copy
  copies.all.delete(copy.record.id)
  copy.close()
  const sum = await sumOfFile(copyPathOf(folder, copy.record))
  if (sum === undefined || sum === copy.record.sum) {
    await removeFolder(folder, copy.record.id)
    return undefined
  }
  copies.all.set(copy.record.id, copy)
  copies.follow(copy)
  return copy
}

async function fetchCopy(
  copies: Copies,
  { mounts, folder }: Pick<EditsDeps, 'mounts' | 'folder'>,
  location: Location,
  { signal }: Waits,
): Promise<Copy> {
  const opened = await openLocation(mounts, location, { signal })
  const { sizeBytes, modifiedMs } = await opened.backend.stat(opened.path, { signal })
  const record: EditRecord = {
    id: randomUUID(),
    location,
    name: copyNameOf(baseName(location.path)),
    remote: { ...(sizeBytes !== undefined && { sizeBytes }), ...(modifiedMs !== undefined && { modifiedMs }) },
    sum: '',
    owner: ownOwner(),
  }
  const path = copyPathOf(folder, record)
  try {
    await makeFolders(folder, record.id)
    await writeRecord(folder, record) // Written first, so that an unfinished copy is recognised after a crash.
    const body = Readable.fromWeb((await opened.backend.read(opened.path, { signal })) as never)
    await pipeline(body, createWriteStream(`${path}.part`, { mode: 0o600 }), { signal })
    await rename(`${path}.part`, path)
    record.sum = (await sumOfFile(path)) ?? ''
    await writeRecord(folder, record)
  } catch (error) {
    await removeFolder(folder, record.id)
    throw ownFileFailure(error, path)
  }
  const copy = copies.add(record, 'open')
  copies.follow(copy)
  return copy
}
