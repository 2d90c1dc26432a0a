/** Finds and opens the entries to pack, one after the other. */
import { said } from '../../../contract/sentences/said.ts'
import { type Entry, opensAsFolder } from '../../../contract/entry.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { type Failure, StorageError } from '../../../contract/failure.ts'
import { childPath, type Location, nameOfLocation } from '../../../contract/location.ts'
import type { Backend, Waits } from '../../backends/backend.ts'
import type { Mounts } from '../../mounts/mounts.ts'
import { archiveFailure } from '../failures.ts'
import type { ZipItem } from './zip-writer.ts'

export interface ZipItemsOptions extends Waits {
  /** Called for an entry that can't be packed and is left out. */
  readonly onLeftOut: (location: Location, failure: Failure) => void
  readonly onBytes?: (count: number) => void
  readonly onFile?: () => void
  /** The zip itself, if it is within the packed folders. */
  readonly except?: Location | undefined
}

interface Found {
  readonly backend: Backend
  readonly location: Location
  readonly name: string
}

/** Yields files, and folders with everything below, under their names. The second of two equal names gets a number. */
export async function* zipItems(
  mounts: Pick<Mounts, 'open'>,
  sources: readonly Location[],
  options: ZipItemsOptions,
): AsyncGenerator<ZipItem> {
  const taken = new Set<string>()
  for (const location of sources) {
    const { backend } = await mounts.open(location.mount, options)
    const entry = await backend.stat(location.path, options)
    const name = freeName(nameOfLocation(location), taken)
    // The root of a mount has no name, so its contents are placed at the top.
    yield* itemsOf({ backend, location, name }, entry, options)
  }
}

async function* itemsOf(found: Found, entry: Entry, options: ZipItemsOptions): AsyncGenerator<ZipItem> {
  const { location, name } = found
  const { except, onLeftOut } = options
  options.signal.throwIfAborted()
  if (except?.mount === location.mount && except.path === location.path) return
  if (entry.kind === 'folder') {
    if (name !== '') yield { name, modifiedMs: entry.modifiedMs }
    yield* below(found, options)
    return
  }
  const leadsToFile = entry.kind === 'file' || entry.link?.leadsTo === 'file'
  if (!leadsToFile || opensAsFolder(entry)) {
    onLeftOut(location, notPacked(entry).failure)
    return
  }
  try {
    const { modifiedMs, sizeBytes } = entry
    const known = entry.kind === 'file' ? sizeBytes : undefined // For a symbolic link, it would be the size of the link.
    yield { name, modifiedMs, sizeBytes: known, bytes: await opened(found, options) }
    options.onFile?.()
  } catch (error) {
    // An entry that was started can't be removed from the zip again.
    if (!(error instanceof UnreadableFile)) throw error
    onLeftOut(location, error.why)
  }
}

async function* below(folder: Found, options: ZipItemsOptions): AsyncGenerator<ZipItem> {
  const { backend, location, name } = folder
  const folders: Entry[] = []
  try {
    for await (const page of backend.list(location.path, options)) {
      for (const entry of unpackEntries(page)) {
        if (entry.kind === 'folder') folders.push(entry)
        else yield* itemsOf(inFolder(entry), entry, options)
      }
    }
  } catch (error) {
    if (!(error instanceof StorageError) || options.signal.aborted) throw error
    options.onLeftOut(location, error.failure)
  }
  for (const entry of folders) yield* itemsOf(inFolder(entry), entry, options)

  function inFolder(entry: Entry): Found {
    const path = childPath(location.path, entry.name)
    return { backend, location: { mount: location.mount, path }, name: childPath(name, entry.name) }
  }
}

/** The file could not be opened, so nothing of it was packed. */
class UnreadableFile extends Error {
  readonly why: Failure
  constructor(why: Failure) {
    super(why.message)
    this.why = why
  }
}

async function opened({ backend, location }: Found, options: ZipItemsOptions): Promise<AsyncIterable<Uint8Array>> {
  const { signal, onBytes } = options
  try {
    const body = await backend.read(location.path, { signal })
    return counted(body)
  } catch (error) {
    if (!(error instanceof StorageError) || signal.aborted) throw error
    throw new UnreadableFile(error.failure)
  }

  async function* counted(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      onBytes?.(chunk.length)
      yield chunk
    }
  }
}

function notPacked(entry: Entry): StorageError {
  const isLink = entry.kind === 'link'
  return archiveFailure('unsupported', said(isLink ? 'pack.no-links' : 'pack.no-special-files'))
}

function freeName(name: string, taken: Set<string>): string {
  let free = name
  for (let number = 2; taken.has(free); number += 1) free = `${name} (${number})`
  if (free !== '') taken.add(free)
  return free
}
