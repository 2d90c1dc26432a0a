/** One remote of rclone: its features, and the paths of a mount in it. */
import type { Entry, Sums } from '../../../contract/entry.ts'
import type { Waits } from '../backend.ts'
import type { CallOptions, Rc } from './daemon/call.ts'
import { refuse } from './failures.ts'
import type { RcloneItem } from './list-items.ts'

/** The result of `operations/fsinfo`. */
export interface FsInfo {
  readonly Features: Readonly<Record<string, boolean>>
  readonly Hashes: readonly string[] | null
  /** The resolution of times, in nanoseconds. */
  readonly Precision: number
}

export interface Remote {
  readonly rc: Rc
  /** In the form `name:folder`, as all calls need it. */
  readonly fs: string
  readonly info: FsInfo
  /** Equal for two mounts that can copy from each other. */
  readonly store: string
}

/** Returns the checksums that Portolan also supports and that rclone gets without reading the file. */
export function cheapHashes({ Hashes, Features }: FsInfo): string[] {
  if (Features['SlowHash']) return []
  return ['md5', 'sha1', 'sha256'].filter((name) => Hashes?.includes(name))
}

export async function itemAt(
  { rc, fs }: Remote,
  path: string,
  options: CallOptions,
  hashTypes: readonly string[] = [],
): Promise<RcloneItem | undefined> {
  const opt = { noMimeType: true, ...(hashTypes.length > 0 && { showHash: true, hashTypes }) }
  const { item } = await rc.call<{ item: RcloneItem | null }>('operations/stat', { fs, remote: path, opt }, options)
  return item ?? undefined
}

/** Throws `not-found`. */
export async function neededItem(
  remote: Remote,
  path: string,
  options: CallOptions,
  hashTypes: readonly string[] = [],
) {
  const item = await itemAt(remote, path, options, hashTypes)
  if (item) return item
  throw refuse('not-found', 'store.not-found', options.operation, path)
}

export async function neededFile(
  remote: Remote,
  path: string,
  options: CallOptions,
  hashTypes: readonly string[] = [],
) {
  const item = await neededItem(remote, path, options, hashTypes)
  if (!item.IsDir) return item
  throw refuse('not-a-file', 'store.not-a-file', options.operation, path)
}

/** Throws `not-found`, `not-a-folder`. */
export async function neededFolder(remote: Remote, path: string, options: CallOptions): Promise<void> {
  if (path === '') return
  const item = await itemAt(remote, path, options)
  if (item?.IsDir) return
  if (item) throw refuse('not-a-folder', 'store.not-a-folder', options.operation, path)
  throw refuse('not-found', 'store.missing-folder', options.operation, path)
}

export function entryOf({ Name, Size, ModTime, IsDir, Hashes }: RcloneItem): Entry {
  const modifiedMs = Date.parse(ModTime)
  const sums = sumsOf(Hashes)
  return {
    name: Name,
    kind: IsDir ? 'folder' : 'file',
    ...(!IsDir && Size >= 0 && { sizeBytes: Size }),
    ...(Number.isFinite(modifiedMs) && modifiedMs > 0 && { modifiedMs }),
    ...(sums && { sums }),
  }
}

export function sumsOf(hashes: RcloneItem['Hashes']): Sums | undefined {
  const known = Object.entries(hashes ?? {}).filter(([, sum]) => /^[0-9a-f]{32,}$/.test(sum))
  return known.length > 0 ? Object.fromEntries(known) : undefined
}

/** Returns the mark of a file's state, for `ifUnchanged`. */
export function markOf({ Size, ModTime }: RcloneItem): string {
  return `${Size} ${ModTime}`
}

export function about(path: string, operation: string, { signal }: Waits): CallOptions {
  return { path, operation: `rclone.${operation}`, signal }
}
