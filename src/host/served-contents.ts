/**
 * Files that a window shows by URL, such as a video. They are read in ranges repeatedly, as long as they are shown. As
 * with downloads, the URL contains a ticket instead of a name.
 */
import { randomBytes } from 'node:crypto'
import { StorageError } from '../contract/failure.ts'
import { baseName, formatLocation } from '../contract/location.ts'
import type { ReadOptions, Waits } from '../core/backends/backend.ts'
import type { Mounts } from '../core/mounts/mounts.ts'
import { checkFile, type DownloadWish } from './downloads.ts'
import { facetOf } from './facet-of.ts'
import { said } from '../contract/sentences/said.ts'

/** A file in one state. */
export interface ServedContent {
  readonly name: string
  readonly sizeBytes: number
  /** Returns bytes from `offset`. Fails with `changed` if the file is in another state by now. */
  read(part: { readonly offset: number; readonly length: number }, waits: Waits): Promise<AsyncIterable<Uint8Array>>
}

export type ContentWish = Pick<DownloadWish, 'location' | 'version'>

export interface ServedContents {
  /**
   * Returns a ticket that expires after an hour without use. Fails if the location is not a file, or if its size is
   * unknown.
   */
  ticket(wish: ContentWish, waits: Waits): Promise<string>
  find(ticket: string): ServedContent | undefined
}

const idleMs = 3_600_000
const mostTickets = 100
const operation = 'files.serve'

export function createServedContents(mounts: Mounts, now: () => number = Date.now): ServedContents {
  // Ordered by use.
  const tickets = new Map<string, { readonly content: ServedContent; readonly untilMs: number }>()

  function keep(ticket: string, content: ServedContent) {
    tickets.delete(ticket)
    tickets.set(ticket, { content, untilMs: now() + idleMs })
    for (const [old, { untilMs }] of tickets) if (untilMs <= now() || tickets.size > mostTickets) tickets.delete(old)
  }

  return {
    async ticket(wish, waits) {
      const content = await openContent(mounts, wish, waits)
      const ticket = randomBytes(24).toString('base64url')
      keep(ticket, content)
      return ticket
    },
    find(ticket) {
      const found = tickets.get(ticket)
      if (!found || found.untilMs <= now()) return undefined
      keep(ticket, found.content)
      return found.content
    },
  }
}

async function openContent(mounts: Mounts, wish: ContentWish, waits: Waits): Promise<ServedContent> {
  const { location, version } = wish
  const entry = version === undefined ? await checkFile(mounts, location, operation, waits) : undefined
  let mark: string | undefined
  let sizeBytes = entry?.sizeBytes
  const first = await readContent(mounts, wish, {
    ...waits,
    offset: 0,
    length: 1,
    onOpened(told, facts) {
      mark = told
      sizeBytes = facts?.sizeBytes ?? sizeBytes
    },
  })
  for await (const _ of first); // The facts may arrive only with the bytes.
  if (sizeBytes === undefined) {
    throw new StorageError({
      kind: 'unsupported',
      ...said('browser.size-unknown'),
      operation,
      location: formatLocation(location),
    })
  }
  return {
    name: baseName(location.path),
    sizeBytes,
    read: (part, more) =>
      readContent(mounts, wish, { ...part, ...more, ...(mark !== undefined && { ifUnchanged: mark }) }),
  }
}

async function readContent(mounts: Mounts, { location, version }: ContentWish, options: ReadOptions) {
  if (version === undefined) {
    const { backend } = await mounts.open(location.mount, options)
    return backend.read(location.path, options)
  }
  const versions = await facetOf(mounts, location, 'versions', { operation, signal: options.signal })
  return versions.read(location.path, version, options)
}
