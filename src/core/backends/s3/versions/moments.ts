/** Folders of a bucket as they were: the listing of versions tells all of it, in pages, at one request a page. */
import type { Entry } from '../../../../contract/entry.ts'
import { type EntryPage, packEntries } from '../../../../contract/entry-page.ts'
import { baseName } from '../../../../contract/location.ts'
import type { Backend, ListOptions, MomentOptions } from '../../backend.ts'
import { type FileState, fileThen, folderThen } from '../../moments.ts'
import { type Address, addressOf, atAddress, attemptAt } from '../../object-store/address.ts'
import { refuse } from '../../object-store/failures/failures.ts'
import { createFolderNames } from '../../object-store/read/folder-names.ts'
import { fileName } from '../../object-store/object-names.ts'
import type { Scope } from '../connect/scope.ts'
import { s3Failure } from '../failures/failures.ts'
import { listObjects } from '../read/list.ts'
import { decodeKey } from '../read/look-up.ts'
import { sumsOfTag } from '../read/sums.ts'
import { folderLife } from './folder-life.ts'
import { type KeyState, versionPages } from './state-pages.ts'
import { createStatesAt, type KeyAt } from './states-at.ts'

type Options = ListOptions & MomentOptions

/** Folders that are looked into side by side, and given together. */
const foldersAtOnce = 16
/** Into so many folders of one listing it is looked; later ones are given without knowing. */
const mostLooks = 1000

export function momentsOf(scope: Scope): NonNullable<Backend['moments']> {
  return {
    list: (path, options) => listThen(scope, path, options),
    stat(path, options) {
      const { signal } = options
      return atAddress(scope, { operation: 's3.moments.stat', path, signal }, async (address, attempt) => {
        const found = await statThen(scope, address, baseName(path), options)
        if (found) return found
        throw refuse('not-found', (what) => `${what} was not there then.`, attempt)
      })
    },
  }
}

async function statThen(
  scope: Scope,
  address: Address,
  name: string,
  { atMs, signal }: MomentOptions,
): Promise<Entry | undefined> {
  if (address.kind !== 'inside') return { name, kind: 'folder' }
  const { container: bucket, file, folder } = address
  const state = file === undefined ? undefined : await keyAt(scope, { bucket, key: file, atMs }, signal)
  const found = state && fileThen(fileState(name, state.before), fileState(name, state.now), { withSums: true })
  if (found || folder === undefined) return found
  return folderThen(name, await folderLife(scope, { bucket, prefix: folder, atMs }, signal), {})
}

/** Longer keys begin with it, too, and come after it. */
async function keyAt(
  scope: Scope,
  { bucket, key, atMs }: { readonly bucket: string; readonly key: string; readonly atMs: number },
  signal: AbortSignal,
): Promise<KeyAt | undefined> {
  const statesAt = createStatesAt(atMs)
  for await (const page of versionPages(scope, { bucket, prefix: key }, signal)) {
    const keys = statesAt(page)
    const found = keys.find((each) => each.key === key)
    if (found ?? keys.length > 0) return found
  }
  return undefined
}

async function* listThen(scope: Scope, path: string, options: Options): AsyncGenerator<EntryPage> {
  const { signal, atMs } = options
  signal.throwIfAborted()
  const operation = 's3.moments.list'
  const address = addressOf(scope, path, operation)
  const attempt = attemptAt(address, operation, path)
  // of buckets themselves nothing is kept
  if (address.kind === 'account') {
    yield* listObjects(scope, path, options)
    return
  }
  const { container: bucket, folder: prefix } = address
  try {
    let isThere = address.kind === 'container'
    if (prefix !== undefined) {
      for await (const entries of entriesThen(scope, { bucket, prefix }, options, () => (isThere = true))) {
        isThere = true
        yield packEntries(entries)
        signal.throwIfAborted()
      }
    }
    if (isThere) return
    const key = address.kind === 'inside' ? address.file : undefined
    const wasFile = key !== undefined && (await keyAt(scope, { bucket, key, atMs }, signal))?.before
    throw wasFile
      ? refuse('not-a-folder', (what) => `${what} was a file then, not a folder.`, attempt)
      : refuse('not-found', (what) => `${what} was not there then.`, attempt)
  } catch (error) {
    throw s3Failure(error, attempt)
  }
}

interface Folder {
  readonly bucket: string
  readonly prefix: string
}

/** `onMark`: the folder has a mark that was there then. */
async function* entriesThen(
  scope: Scope,
  { bucket, prefix }: Folder,
  options: Options,
  onMark: () => void,
): AsyncGenerator<Entry[]> {
  const { signal, atMs } = options
  const statesAt = createStatesAt(atMs)
  const names = createFolderNames()
  let looks = 0
  async function lookInto(text: string): Promise<Entry | undefined> {
    looks += 1
    const life =
      looks > mostLooks
        ? { livedThen: true, livesNow: true }
        : await folderLife(scope, { bucket, prefix: `${prefix}${text}/`, atMs }, signal)
    return folderThen(names.of(text), life, options)
  }
  for await (const page of versionPages(scope, { bucket, prefix, delimiter: '/' }, signal)) {
    const files = statesAt(page).flatMap(({ key, before, now }) => {
      const text = key.slice(prefix.length)
      if (text === '' && before) onMark()
      if (text === '' && !(before ?? now)?.version.sizeBytes) return [] // the folder's own mark
      const name = fileName(text)
      const entry = fileThen(fileState(name, before), fileState(name, now), options)
      return entry ? [{ text, entry }] : []
    })
    names.addFiles(files.map(({ text }) => text))
    if (files.length > 0) yield files.map(({ entry }) => entry)
    const folders = (page.CommonPrefixes ?? []).map(({ Prefix = '' }) =>
      decodeKey(Prefix, page).slice(prefix.length, -1),
    )
    for (let at = 0; at < folders.length; at += foldersAtOnce) {
      const some = await Promise.all(folders.slice(at, at + foldersAtOnce).map(lookInto))
      const found = some.filter((entry) => entry !== undefined)
      if (found.length > 0) yield found
    }
    names.endPage(folders.at(-1))
  }
}

function fileState(name: string, state: KeyState | undefined): FileState | undefined {
  if (!state) return undefined
  const { version, etag } = state
  const { id, sizeBytes, modifiedMs, storageClass } = version
  return {
    name,
    kind: 'file',
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...(modifiedMs !== undefined && { modifiedMs }),
    ...(storageClass !== undefined && { storageClass }),
    version: id,
    sums: sumsOfTag(etag),
  }
}
