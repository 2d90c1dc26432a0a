/** Decrypts what another mount stores in the format of rclone's crypt. */
import { refuse } from '../refusals.ts'
import { createHash } from 'node:crypto'
import type { Entry } from '../../../contract/entry.ts'
import { type EntryPage, packEntries, unpackEntries } from '../../../contract/entry-page.ts'
import type { Version } from '../../../contract/facets.ts'
import { StorageError } from '../../../contract/failure.ts'
import { baseName, joinPaths } from '../../../contract/location.ts'
import { intercept } from '../../layers/intercept.ts'
import { withPathGuard } from '../../layers/path-guard.ts'
import type { Backend, CopySource, ListOptions, Removal, Stored, Waits, WriteOptions } from '../backend.ts'
import { seenFromAbove, withoutLocation } from '../seen-from-above.ts'
import { cryptCapabilities, facetsThrough } from './capabilities.ts'
import { type Counted, encrypted, encryptedSize, plainSize } from './cipher/bytes.ts'
import type { Keys } from './cipher/keys.ts'
import { type Names, namesOf } from './cipher/names.ts'
import type { CryptConfig } from './config.ts'
import { readEncrypted } from './read-file.ts'

const operation = 'crypt'

export interface CryptOptions {
  readonly below: Backend
  /** The folder in the underlying mount. */
  readonly folder: string
  readonly config: CryptConfig
  readonly keys: Keys
  readonly notice?: string
}

/** Translates paths into those of the underlying mount. */
function createPaths(below: Backend, folder: string, names: Names) {
  const file = (path: string) => joinPaths(folder, names.fileBelow(path))
  const folderAt = (path: string) => joinPaths(folder, names.folderBelow(path))
  const areAlike = (path: string) => path === '' || names.fileBelow(path) === names.folderBelow(path)

  /**
   * Returns the path of an existing entry, preferring a file to a folder. If nothing exists, returns the path of a
   * file.
   */
  async function existing(path: string, waits: Waits): Promise<string> {
    if (path === '') return folderAt(path)
    if (areAlike(path) || (await kindAt(file(path), waits)) === 'file') return file(path)
    return (await kindAt(folderAt(path), waits)) === 'folder' ? folderAt(path) : file(path)
  }
  async function kindAt(at: string, waits: Waits): Promise<Entry['kind'] | undefined> {
    try {
      return (await below.stat(at, waits)).kind
    } catch (error) {
      if (error instanceof StorageError && error.failure.kind === 'not-found') return undefined
      throw error
    }
  }
  /** Returns the path of a folder. Throws `not-a-folder` if a file with another underlying name has this name. */
  async function neededFolder(path: string, waits: Waits): Promise<string> {
    const at = folderAt(path)
    if (areAlike(path) || (await kindAt(at, waits)) !== undefined) return at
    if ((await kindAt(file(path), waits)) === undefined) return at
    throw refuse('not-a-folder', 'store.not-a-folder', operation, path)
  }
  return { file, folder: folderAt, areAlike, existing, kindAt, neededFolder }
}
type Paths = ReturnType<typeof createPaths>

/** Creates the backend. Closing it leaves the underlying mount open. */
export function createCryptBackend({ below, folder, config, keys, notice }: CryptOptions): Backend {
  const names = namesOf(config, keys)
  const paths = createPaths(below, folder, names)
  const facets = facetsThrough(below, config.filenameEncryption !== 'off' && config.directoryNameEncryption)
  const capabilities = cryptCapabilities(below, facets, config, notice)

  async function* list(path: string, { signal }: ListOptions): AsyncGenerator<EntryPage> {
    for await (const page of below.list(await paths.neededFolder(path, { signal }), { signal })) {
      const entries = unpackEntries(page).flatMap((entry) => entryAbove(entry, names) ?? [])
      if (entries.length > 0) yield packEntries(entries)
    }
  }
  async function stat(path: string, waits: Waits): Promise<Entry> {
    const entry = await below.stat(await paths.existing(path, waits), waits)
    return plainEntry(entry, baseName(path))
  }
  async function write(path: string, body: ReadableStream<Uint8Array>, options: WriteOptions): Promise<Stored> {
    const { ifExists, modifiedMs, expectedBytes, isKnownFree, stageId, signal } = options
    await refuseOther(paths, path, 'folder', ifExists === 'fail' ? 'exists' : 'not-a-file', { signal })
    const counted: Counted = { bytes: 0 }
    const stored = await below.write(paths.file(path), encrypted(body, keys.data, counted), {
      ifExists,
      signal,
      ...(modifiedMs !== undefined && { modifiedMs }),
      ...(expectedBytes !== undefined && { expectedBytes: encryptedSize(expectedBytes) }),
      ...(isKnownFree && { isKnownFree }),
      ...(stageId !== undefined && { stageId }),
    })
    return { ...storedAbove(stored, path), sizeBytes: counted.bytes }
  }

  const backend: Backend = {
    capabilities,
    list,
    stat,
    read: (path, options) =>
      readEncrypted(async (own) => below.read(await paths.existing(path, own), own), path, keys.data, options),
    write,
    async makeFolder(path, { signal }) {
      await refuseOther(paths, path, 'file', 'exists', { signal })
      await below.makeFolder(paths.folder(path), { signal })
    },
    remove: async (path, waits) => below.remove(await paths.existing(refuseRoot(path), waits), waits),
    ...facetsOf(below, { paths, keys, stat }),
    async close() {}, // the underlying mount stays open
  }
  const kept = Object.entries(backend).filter(([, value]) => value !== undefined)
  return withWords(Object.fromEntries(kept) as unknown as Backend, paths, facets)
}

/** Translates the messages of the underlying mount, which contain encrypted names. */
function withWords(backend: Backend, paths: Paths, facets: readonly string[]): Backend {
  const required = new Set([
    'capabilities',
    'list',
    'stat',
    'read',
    'write',
    'makeFolder',
    'remove',
    'close',
    ...facets,
  ])
  const own = Object.fromEntries(Object.entries(backend).filter(([name]) => required.has(name))) as unknown as Backend
  const worded = intercept(own, {
    error: (error, call) =>
      seenFromAbove(
        error,
        call.paths.flatMap((path) =>
          [paths.file(path), paths.folder(path)].map((at) => [baseName(at), baseName(path)] as const),
        ),
      ),
  })
  return withPathGuard(worded)
}

interface Through {
  readonly paths: Paths
  readonly keys: Keys
  readonly stat: Backend['stat']
}

function facetsOf(below: Backend, { paths, keys, stat }: Through): Partial<Backend> {
  const { rename, trash, watch, versions, serverCopy, space, clock, removeMany, properties, identity } = below
  return {
    ...(rename && {
      rename: {
        async rename(from, to, options) {
          const source = await paths.existing(refuseRoot(from), options)
          const isFolder = (await below.stat(source, options)).kind === 'folder'
          await refuseOther(paths, refuseRoot(to), isFolder ? 'file' : 'folder', 'exists', options)
          await rename.rename(source, isFolder ? paths.folder(to) : paths.file(to), options)
        },
      },
    }),
    ...(trash && {
      trash: {
        moveToTrash: async (path, waits) => trash.moveToTrash(await paths.existing(refuseRoot(path), waits), waits),
      },
    }),
    ...(watch && {
      watch: {
        async *watch(path, waits) {
          yield* watch.watch(await paths.neededFolder(path, waits), waits)
        },
      },
    }),
    ...(space && { space: { space: (path, waits) => space.space(paths.folder(path), waits) } }),
    ...(clock && { clock: { aheadMs: (path) => clock.aheadMs(paths.file(path)) } }),
    ...(identity && {
      identity: { identify: async (path, waits) => identity.identify(await paths.existing(path, waits), waits) },
    }),
    ...(removeMany && {
      removeMany: {
        async *removeMany(all, waits) {
          const above = new Map(all.map((path) => [paths.file(refuseRoot(path)), path]))
          for await (const page of removeMany.removeMany([...above.keys()], waits)) {
            yield page.map(({ path, failure }): Removal => {
              const own = above.get(path) ?? path
              return failure ? { path: own, failure: withoutLocation(failure) } : { path: own }
            })
          }
        },
      },
    }),
    ...(versions && {
      versions: {
        async *list(path, waits) {
          const at = await paths.existing(path, waits)
          for await (const page of versions.list(at, waits)) yield page.map(versionAbove)
        },
        read: (path, version, options) =>
          readEncrypted(async (own) => versions.read(paths.file(path), version, own), path, keys.data, options),
        async restore(path, version, waits) {
          await versions.restore(paths.file(path), version, waits)
          return stat(path, waits)
        },
        remove: (path, version, waits) => versions.remove(paths.file(path), version, waits),
      },
    }),
    ...(properties && {
      properties: {
        async read(path, waits) {
          const { modifiedMs } = await properties.read(await paths.existing(path, waits), waits)
          return { ...(modifiedMs !== undefined && { modifiedMs }), withheld: {} }
        },
        async change(path, changes, waits) {
          const unknown = Object.keys(changes).find((name) => name !== 'modifiedMs')
          if (unknown !== undefined) throw refuse('unsupported', 'crypt.time-only', operation, path)
          const { modifiedMs } = await properties.change(await paths.existing(path, waits), changes, waits)
          return { ...(modifiedMs !== undefined && { modifiedMs }), withheld: {} }
        },
      },
    }),
    ...(serverCopy && { serverCopy: copyThrough(serverCopy, paths, keys) }),
  }
}

/** Copies encrypted bytes unchanged. They are valid under any name in all mounts with the same key. */
function copyThrough(
  inner: NonNullable<Backend['serverCopy']>,
  paths: Paths,
  keys: Keys,
): NonNullable<Backend['serverCopy']> {
  const store = `crypt:${createHash('sha256').update(keys.data).digest('hex').slice(0, 16)}:${inner.store}`
  return {
    store,
    async source(path, waits) {
      const ref = await inner.source(await paths.existing(path, waits), waits)
      return { kind: 'same-store', store, sizeBytes: plainSize(ref.sizeBytes) ?? ref.sizeBytes, ref }
    },
    async copyFrom(to, source, { onProgress, ...options }) {
      if (source.kind !== 'same-store' || source.store !== store) {
        throw refuse('unsupported', 'crypt.other-password', operation, '')
      }
      await refuseOther(paths, to, 'folder', options.ifExists === 'fail' ? 'exists' : 'not-a-file', options)
      const stored = await inner.copyFrom(paths.file(to), source.ref as CopySource, {
        ...options,
        ...(onProgress && { onProgress: (bytes: number) => onProgress(Math.min(bytes, source.sizeBytes)) }),
      })
      return storedAbove(stored, to)
    },
  }
}

/**
 * Returns undefined for a name that this password cannot decrypt, and for symbolic links, whose targets are not
 * encrypted.
 */
export function entryAbove(entry: Entry, names: Names): Entry | undefined {
  if (entry.kind !== 'file' && entry.kind !== 'folder') return undefined
  const name = names.above(entry.name, entry.kind === 'folder')
  return name === undefined ? undefined : plainEntry(entry, name)
}

function plainEntry({ kind, sizeBytes, modifiedMs, failure }: Entry, name: string): Entry {
  const plain = sizeBytes === undefined ? undefined : plainSize(sizeBytes)
  return {
    name,
    kind,
    ...(plain !== undefined && { sizeBytes: plain }),
    ...(modifiedMs !== undefined && { modifiedMs }),
    ...(failure && { failure }),
  }
}

function storedAbove({ version, proof, ...entry }: Stored, path: string): Stored {
  return {
    ...plainEntry(entry, baseName(path)),
    ...(version !== undefined && { version }),
    ...(proof && { proof: 'size' as const }), // the checksums belong to the encrypted bytes, so they are not returned
  }
}

function versionAbove({ sizeBytes, ...version }: Version): Version {
  const plain = sizeBytes === undefined ? undefined : plainSize(sizeBytes)
  return { ...version, ...(plain !== undefined && { sizeBytes: plain }) }
}

/** If a file and a folder with the same name have different underlying names, both could exist; this prevents it. */
async function refuseOther(
  paths: Paths,
  path: string,
  other: 'file' | 'folder',
  kind: 'exists' | 'not-a-file',
  waits: Waits,
): Promise<void> {
  if (path === '' || paths.areAlike(path)) return
  if ((await paths.kindAt(other === 'file' ? paths.file(path) : paths.folder(path), waits)) !== other) return
  throw refuse(kind, other === 'file' ? 'store.file-exists' : 'store.folder-exists', operation, path)
}

function refuseRoot(path: string): string {
  if (path !== '') return path
  throw refuse('bad-input', 'store.top-unchangeable', operation, path)
}
