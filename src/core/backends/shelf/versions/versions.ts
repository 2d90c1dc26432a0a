/** The versions of a shelf's files. */
import { refuse } from '../../refusals.ts'
import type { Version } from '../../../../contract/facets.ts'
import { failureOf } from '../../../../contract/failure.ts'
import { unpackEntries } from '../../../../contract/entry-page.ts'
import { childPath } from '../../../../contract/location.ts'
import type { Backend, ReadOptions, Waits } from '../../backend.ts'
import type { StatesRemoved, StatesTarget } from '../../facets/states.ts'
import { readContent } from '../contents/read-content.ts'
import { parseProperties } from '../properties/file-properties.ts'
import { fileStateIfAny, statsIfAny } from '../file-state.ts'
import { type HistoryRow, versionId } from '../history/rows.ts'
import { placeOf } from '../place.ts'
import { dropVersions, fullPath, noteOutside, type Shelf } from '../shelf.ts'
import { bringBack, makeParents, writeFile } from '../write/write.ts'

type Versions = NonNullable<Backend['versions']>
type State = HistoryRow & { readonly sum: string }

const pageRows = 1000

export function versionsOf(shelf: Shelf): Versions {
  const at = (path: string, method: keyof Versions) =>
    placeOf(shelf.root, path, { operation: `shelf.versions.${method}`, links: 'follow' })
  return {
    list: (path, options) => listVersions(shelf, path, options),
    async read(path, version, options) {
      options.signal.throwIfAborted()
      return readState(shelf, stateOf(shelf, await at(path, 'read'), version), options)
    },
    async restore(path, version, { signal }) {
      signal.throwIfAborted()
      const place = await at(path, 'restore')
      return writeState(shelf, place, stateOf(shelf, place, version), { ifExists: 'replace', signal })
    },
    async remove(path, version, { signal }) {
      const place = await at(path, 'remove')
      await shelf.lock.hold(signal, async () => {
        await noteOutside(shelf, place, signal)
        await removeOne(shelf, place, rowOf(shelf, place, version), signal)
      })
    },
    removeAll: (targets, options) => removeAll(shelf, targets, options),
  }
}

async function* listVersions(shelf: Shelf, path: string, { signal }: Waits): AsyncGenerator<readonly Version[]> {
  signal.throwIfAborted()
  const { history } = shelf
  const place = await placeOf(shelf.root, path, { operation: 'shelf.versions.list', links: 'follow' })
  if ((await statsIfAny(fullPath(shelf, place)))?.isDirectory())
    throw refuse('not-a-file', 'store.folder-versions', 'shelf.versions.list', place)
  await shelf.lock.hold(signal, () => noteOutside(shelf, place, signal))
  const present = history.present(place)
  let before: number | undefined
  for (;;) {
    const rows = history.rows(place, { most: pageRows, ...(before !== undefined && { before }) })
    if (rows.length === 0 && before === undefined)
      throw refuse('not-found', 'store.no-version', 'shelf.versions.list', place)
    if (rows.length === 0) return
    yield rows.map((row, index) => {
      const isNewest = before === undefined && index === 0
      return versionOf(row, present ? row.seq === present.seq : isNewest && row.sum === null)
    })
    before = rows.at(-1)?.seq
    signal.throwIfAborted()
  }
}

function versionOf(row: HistoryRow, isCurrent: boolean): Version {
  const { sum, size, made, author } = row
  return {
    id: versionId(row),
    kind: sum === null ? 'deleted' : 'version',
    isCurrent,
    modifiedMs: Math.round(made),
    ...(size !== null && { sizeBytes: size }),
    ...(author !== null && { author }),
  }
}

function rowOf({ history }: Shelf, place: string, version: string): HistoryRow {
  const row = history.row(place, version)
  if (!row) throw refuse('not-found', 'store.no-version', 'shelf.versions.read', place)
  return row
}

/** Throws `not-a-file` for a deletion. */
function stateOf(shelf: Shelf, place: string, version: string): State {
  const row = rowOf(shelf, place, version)
  if (row.sum !== null) return { ...row, sum: row.sum }
  throw refuse('not-a-file', 'shelf.deleted-version', 'shelf.versions.read', place)
}

/** Reads the bytes of one version. */
export async function readState(shelf: Shelf, row: State, options: ReadOptions) {
  const { onOpened } = options
  const { name, size, modified } = row
  const facts = { ...(size !== null && { sizeBytes: size }), ...(modified !== null && { modifiedMs: modified }) }
  return readContent(shelf, row, name, { ...options, ...(onOpened && { onOpened: (mark) => onOpened(mark, facts) }) })
}

/** Writes one version as a new version. Missing parent folders are created. */
export async function writeState(
  shelf: Shelf,
  place: string,
  row: State,
  options: Waits & { readonly ifExists: 'replace' | 'fail'; readonly modifiedMs?: number },
) {
  await makeParents(shelf.files, place, options.signal)
  const write = async (like: object) =>
    writeFile(shelf, place, await readState(shelf, row, { signal: options.signal }), {
      ...options,
      ...like,
      properties: parseProperties(row.properties),
    })
  const isThere = (await statsIfAny(fullPath(shelf, place))) !== undefined
  return isThere ? write({}) : bringBack(shelf, place, write, row.mode)
}

/** Must be called with the lock. The next newest state becomes the present one, without a new version. */
async function removeOne(shelf: Shelf, place: string, row: HistoryRow, signal: AbortSignal): Promise<void> {
  const { history, files } = shelf
  const present = history.present(place)
  const newest = history.rows(place, { most: 2 })
  const isCurrent = newest[0]?.seq === row.seq
  const next = isCurrent ? newest[1] : undefined
  const isToAppear = next !== undefined && next.sum !== null
  let then: { readonly path: string; readonly seq: number; readonly identity: string } | undefined
  if (isToAppear) {
    await makeParents(files, place, signal)
    const state = { ...next, sum: next.sum }
    const write = async (like: object) =>
      files.write(place, await readState(shelf, state, { signal }), {
        ifExists: present ? 'replace' : 'fail',
        signal,
        ...(next.modified !== null && { modifiedMs: next.modified }),
        ...like,
      })
    await (present ? write({}) : bringBack(shelf, place, write, next.mode))
    const { identity = '' } = (await fileStateIfAny(fullPath(shelf, place))) ?? {}
    then = { path: place, seq: next.seq, identity }
  } else if (isCurrent && present) await files.remove(place, { signal })
  await dropVersions(shelf, () => {
    history.drop(row.seq, then)
    return { sums: row.sum === null ? [] : [row.sum] }
  })
}

async function* removeAll(
  shelf: Shelf,
  targets: readonly StatesTarget[],
  { signal }: Waits,
): AsyncGenerator<readonly StatesRemoved[]> {
  for (const target of targets) {
    signal.throwIfAborted()
    yield* removeTarget(shelf, target, signal)
  }
}

async function* removeTarget(shelf: Shelf, { path, kind }: StatesTarget, signal: AbortSignal) {
  let place: string
  let isKnown: boolean
  try {
    place = await placeOf(shelf.root, path, { operation: 'shelf.versions.removeAll', links: 'keep' })
    const stats = await statsIfAny(fullPath(shelf, place))
    isKnown = stats !== undefined && stats.isDirectory() === (kind === 'folder')
  } catch (error) {
    yield [failed(path, error)]
    return
  }
  let count = 0
  const failures: StatesRemoved['failures'][number][] = []
  if (kind === 'file') {
    const gone = await removeFile(shelf, place, signal).catch(
      (error: unknown) => void failures.push(failedState(path, error)),
    )
    count += gone ?? 0
  } else {
    if (isKnown) failures.push(...(await removeFolder(shelf, place, signal, (more) => void (count += more))))
    for (let after: string | undefined; ;) {
      const paths = shelf.history.pathsBelow(place, after, pageRows)
      if (paths.length === 0) break
      for (const each of paths) {
        if ((await statsIfAny(fullPath(shelf, each))) !== undefined) continue // another program wrote it meanwhile, or its removal failed
        count += await removeFile(shelf, each, signal)
      }
      after = paths.at(-1)
    }
  }
  if (!isKnown && count === 0 && failures.length === 0)
    failures.push(failedState(path, refuse('not-found', 'store.no-version', 'shelf.versions.removeAll', path)))
  yield [{ path, versions: count, failures }]
}

/** Removes everything in a folder, then the folder. */
async function removeFolder(
  shelf: Shelf,
  folder: string,
  signal: AbortSignal,
  onGone: (count: number) => void,
): Promise<StatesRemoved['failures'][number][]> {
  const failures: StatesRemoved['failures'][number][] = []
  const inside: { readonly path: string; readonly isFolder: boolean }[] = []
  for await (const page of shelf.files.list(folder, { signal }))
    for (const { name, kind } of unpackEntries(page))
      inside.push({ path: childPath(folder, name), isFolder: kind === 'folder' })
  for (const { path, isFolder } of inside) {
    if (isFolder) failures.push(...(await removeFolder(shelf, path, signal, onGone)))
    else
      await removeFile(shelf, path, signal).then(
        onGone,
        (error: unknown) => void failures.push(failedState(path, error)),
      )
    signal.throwIfAborted()
  }
  if (failures.length > 0) return failures
  await shelf.files.remove(folder, { signal }).catch((error: unknown) => void failures.push(failedState(folder, error)))
  return failures
}

/**
 * Removes the file, then its history. Returns how many versions were removed. A link has no versions and counts as one.
 */
async function removeFile(shelf: Shelf, place: string, signal: AbortSignal): Promise<number> {
  return shelf.lock.hold(signal, async () => {
    const isThere = (await statsIfAny(fullPath(shelf, place))) !== undefined
    const isKnown = shelf.history.present(place) !== undefined
    if (isThere) await shelf.files.remove(place, { signal })
    const { count } = await dropVersions(shelf, () => shelf.history.dropAll(place))
    return count + (isThere && !isKnown ? 1 : 0)
  })
}

function failedState(path: string, error: unknown) {
  return { path, failure: failureOf(error, 'shelf.versions.removeAll') }
}
function failed(path: string, error: unknown): StatesRemoved {
  return { path, versions: 0, failures: [failedState(path, error)] }
}
