import { said } from '../../../contract/sentences/said.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { type Entry, opensAsFolder } from '../../../contract/entry.ts'
import { StorageError } from '../../../contract/failure.ts'
import { childPath, pathSegments } from '../../../contract/location.ts'
import type { Backend, Waits } from '../../backends/backend.ts'
import { walk } from '../../operations/walk.ts'
import { formatOf } from '../../../lib/table-names.ts'
import { hasGlob, nameMatcher } from './glob.ts'

export interface SourceFile {
  readonly path: string
  readonly entry: Entry
}

/** A query over more files would take too long. */
export const mostFiles = 10_000

/**
 * Returns the files that match a path with patterns, in the order of their paths. A folder stands for all tables below
 * it, except names that begin with a dot or an underscore, which other programs use as markers. A path that exists is
 * never treated as a pattern.
 */
export async function listSource(backend: Backend, path: string, { signal }: Waits): Promise<readonly SourceFile[]> {
  const files: SourceFile[] = []
  for await (const file of filesOf(backend, path, { signal })) {
    files.push(file)
    if (files.length > mostFiles) throw tooMany()
  }
  return files.toSorted((one, other) => (one.path < other.path ? -1 : 1))
}

async function* filesOf(backend: Backend, path: string, waits: Waits): AsyncGenerator<SourceFile> {
  const entry = await statIf(backend, path, waits)
  if (entry && opensAsFolder(entry)) yield* tablesBelow(backend, path, waits)
  else if (entry) yield { path, entry }
  else yield* expand(backend, '', pathSegments(path), waits)
}

async function statIf(backend: Backend, path: string, { signal }: Waits): Promise<Entry | undefined> {
  try {
    return await backend.stat(path, { signal })
  } catch (error) {
    if (hasGlob(path) && isMissing(error)) return undefined
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof StorageError && ['not-found', 'not-a-folder', 'bad-name'].includes(error.failure.kind)
}

async function* expand(
  backend: Backend,
  folder: string,
  patterns: readonly string[],
  waits: Waits,
): AsyncGenerator<SourceFile> {
  const [first = '', ...rest] = patterns
  if (rest.length > 0 && !hasGlob(first)) {
    yield* expand(backend, childPath(folder, first), rest, waits)
    return
  }
  const isDeep = first === '**'
  if (isDeep) yield* expand(backend, folder, rest.length > 0 ? rest : ['*'], waits)
  const fits = nameMatcher(isDeep ? '*' : first)
  for (const entry of await entriesOf(backend, folder, waits)) {
    if (!fits(entry.name)) continue
    const path = childPath(folder, entry.name)
    if (opensAsFolder(entry)) {
      if (isDeep && entry.kind === 'folder') yield* expand(backend, path, patterns, waits)
      else if (!isDeep && rest.length > 0) yield* expand(backend, path, rest, waits)
      else if (!isDeep) yield* tablesBelow(backend, path, waits)
    } else if (!isDeep && rest.length === 0 && isFile(entry)) yield { path, entry }
  }
}

async function entriesOf(backend: Backend, folder: string, { signal }: Waits): Promise<Entry[]> {
  const entries: Entry[] = []
  try {
    for await (const page of backend.list(folder, { signal })) entries.push(...unpackEntries(page))
  } catch (error) {
    if (!isMissing(error)) throw error
  }
  return entries
}

async function* tablesBelow(backend: Backend, top: string, { signal }: Waits): AsyncGenerator<SourceFile> {
  for await (const item of walk(backend, top, { signal, skipsHidden: true })) {
    if ('failure' in item) throw new StorageError(item.failure)
    for (const entry of unpackEntries(item.page)) {
      const path = childPath(item.path, entry.name)
      const below = pathSegments(path).slice(pathSegments(top).length)
      if (isFile(entry) && formatOf(entry.name) && !below.some(isMark)) yield { path, entry }
    }
  }
}

function isFile(entry: Entry): boolean {
  return entry.kind === 'file' || entry.link?.leadsTo === 'file'
}

function isMark(name: string): boolean {
  return name.startsWith('.') || name.startsWith('_')
}

function tooMany(): StorageError {
  return new StorageError({
    kind: 'too-large',
    ...said('table.too-many-files', { most: mostFiles }),
    operation: 'tables.query',
  })
}
