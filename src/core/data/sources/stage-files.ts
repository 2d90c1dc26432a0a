/**
 * Names under which the engine finds the files of a query. All are below one of our own folders, independent of the
 * files' own names.
 */
import { copyFile, link, mkdir, realpath, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { formatLocation, pathSegments } from '../../../contract/location.ts'
import type { FetchOptions } from '../fetch/fetched-file.ts'
import type { TableCache, Taken } from '../fetch/table-cache.ts'
import type { SourceFile } from './list-source.ts'
import type { Source } from './resolve-sources.ts'

export interface StagedFile {
  readonly path: string
  /** The name that users know. */
  readonly shownAs: string
  /** Absent for a file of this computer, which is read in place. */
  readonly taken?: Taken
}

export interface Stage {
  readonly folder: string
  pathsOf(source: Source): readonly string[]
  readonly files: readonly StagedFile[]
  /** All files that the engine may read. */
  readonly allowed: readonly string[]
  done(): Promise<void>
}

/** Nothing is fetched yet. */
export async function stageFiles(
  folder: string,
  sources: Iterable<Source>,
  cache: TableCache,
  options: FetchOptions,
): Promise<Stage> {
  const staged = new Map<string, StagedFile[]>()
  const allowed: string[] = []
  const done = async () => {
    for (const { taken } of [...staged.values()].flat()) await taken?.done()
  }
  try {
    for (const source of sources) {
      const files: StagedFile[] = []
      staged.set(source.text, files)
      for (const file of source.files) {
        const at = join(folder, `s${staged.size}`, String(files.length), ...shownSegments(file.path))
        const shownAs = formatLocation({ mount: source.location.mount, path: file.path })
        const found = await localFileOf(source, file, cache, options)
        files.push({ path: at, shownAs, ...(found.taken && { taken: found.taken }) })
        await mkdir(join(at, '..'), { recursive: true })
        if (!found.taken) await giveName(found.path, at)
        allowed.push(at, found.taken ? found.path : await realpath(found.path, 'utf8'))
        options.signal.throwIfAborted()
      }
    }
  } catch (error) {
    await done()
    throw error
  }
  return {
    folder,
    files: [...staged.values()].flat(),
    allowed,
    pathsOf: ({ text }) => (staged.get(text) ?? []).map(({ path }) => path),
    done,
  }
}

/** Names fetched files only after the fetch, because a hard link on Windows reflects the file at that time. */
export async function nameFetched({ files }: Stage): Promise<void> {
  for (const { path, taken } of files) if (taken) await giveName(taken.file.localPath, path)
}

/**
 * Partitions are read from folder names, and the file name keeps its ending. Characters that the engine treats as a
 * pattern are replaced.
 */
function shownSegments(path: string): string[] {
  const segments = pathSegments(path)
  const name = segments.at(-1) ?? ''
  const partitions = segments.slice(0, -1).filter((one) => /^[^=]+=/.test(one))
  return [
    ...partitions.map((one) => one.replaceAll(/[*?[\]{}]/g, asCode)),
    name.replaceAll(/[*?[\]{}\\:<>|"\p{Cc}]/gu, '_'),
  ]
}

function asCode(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`
}

async function localFileOf(
  { backend, location }: Source,
  { path, entry }: SourceFile,
  cache: TableCache,
  options: FetchOptions,
): Promise<
  { readonly path: string | Buffer; readonly taken?: undefined } | { readonly path: string; readonly taken: Taken }
> {
  // A symbolic link is read through its mount, which checks its target.
  if (backend.localPath && entry.kind === 'file') {
    const osPath = backend.localPath.osPath(path)
    return { path: typeof osPath === 'string' ? osPath : Buffer.from(osPath) }
  }
  const taken = await cache.take({ mount: location.mount, path }, await sized(), backend, options)
  return { path: taken.file.localPath, taken }

  /** Returns the size of the link's target, because the entry has the size of the link. */
  async function sized() {
    if (entry.kind !== 'link') return entry
    let sizeBytes: number | undefined
    const bytes = await backend.read(path, {
      signal: options.signal,
      length: 1,
      onOpened: (_, facts) => (sizeBytes = facts?.sizeBytes),
    })
    await bytes.cancel()
    const { name, kind, modifiedMs } = entry
    return {
      name,
      kind,
      ...(modifiedMs !== undefined && { modifiedMs }),
      ...(sizeBytes !== undefined && { sizeBytes }),
    }
  }
}

async function giveName(target: string | Buffer, at: string) {
  try {
    await symlink(target, at)
  } catch (error) {
    if (process.platform !== 'win32') throw error
    // On Windows, few users may create symbolic links.
    await link(target, at).catch(() => copyFile(target, at))
  }
}
