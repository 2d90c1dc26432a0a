/**
 * Files on their way to a browser. A call of the contract returns a ticket that gets the bytes once, within a short
 * time. So the name and location of a file are in no URL and no log of URLs.
 */
import { randomBytes } from 'node:crypto'
import { type Failure, StorageError } from '../contract/failure.ts'
import { baseName, formatLocation, type Location } from '../contract/location.ts'
import { type Entry, opensAsFolder } from '../contract/entry.ts'
import { zipItems } from '../core/archives/write/zip-items.ts'
import { writeZip } from '../core/archives/write/zip-writer.ts'
import type { Waits } from '../core/backends/backend.ts'
import type { Mounts } from '../core/mounts/mounts.ts'
import { facetOf } from './facet-of.ts'
import { said } from '../contract/sentences/said.ts'

/** What a ticket gives access to. */
export interface Download {
  readonly name: string
  /** Opens the file. Leaving the loop over its bytes, or aborting the signal, ends the read. */
  open(waits: Waits): Promise<OpenDownload>
}

export interface OpenDownload {
  /** The size of the state that is read, if known. */
  readonly sizeBytes?: number
  readonly bytes: AsyncIterable<Uint8Array>
}

export interface DownloadWish {
  readonly location: Location
  readonly version?: string
  readonly as?: string
}

export interface ZipWish {
  readonly locations: readonly Location[]
  /** The name of the zip. */
  readonly as: string
}

export interface Downloads {
  /**
   * Returns a ticket for one use within a minute. Fails if the file can't be downloaded, so that a window can show the
   * reason.
   */
  ticket(wish: DownloadWish, waits: Waits): Promise<string>
  /** Returns a ticket for one zip of files and folders. */
  zipTicket(wish: ZipWish, waits: Waits): Promise<string>
  /** Returns what a ticket gives access to, and invalidates the ticket. */
  take(ticket: string): Download | undefined
}

const lifetimeMs = 60_000
const operation = 'files.download'

export function createDownloads(mounts: Mounts, now: () => number = Date.now): Downloads {
  const tickets = new Map<string, { readonly download: Download; readonly untilMs: number }>()

  function forgetOld() {
    for (const [ticket, { untilMs }] of tickets) if (untilMs <= now()) tickets.delete(ticket)
  }

  function give(download: Download): string {
    forgetOld()
    const ticket = randomBytes(24).toString('base64url')
    tickets.set(ticket, { download, untilMs: now() + lifetimeMs })
    return ticket
  }

  return {
    async ticket(wish, waits) {
      if (wish.version === undefined) await checkFile(mounts, wish.location, operation, waits)
      return give(downloadOf(mounts, wish))
    },
    async zipTicket(wish, waits) {
      for (const { mount, path } of wish.locations) {
        const { backend } = await mounts.open(mount, waits)
        await backend.stat(path, waits)
      }
      return give(zipOf(mounts, wish))
    },
    take(ticket) {
      forgetOld()
      const found = tickets.get(ticket)
      tickets.delete(ticket)
      return found?.download
    },
  }
}

/** Returns the entry at a location. Fails with `not-a-file` for a folder. */
export async function checkFile(mounts: Mounts, location: Location, call: string, waits: Waits): Promise<Entry> {
  const { backend } = await mounts.open(location.mount, waits)
  const entry = location.path === '' ? undefined : await backend.stat(location.path, waits)
  if (entry && !opensAsFolder(entry)) return entry
  throw new StorageError({
    kind: 'not-a-file',
    ...said('browser.folder'),
    operation: call,
    location: formatLocation(location),
  })
}

/** If an entry can't be read, the connection is closed, so that an incomplete zip never looks complete. */
function zipOf(mounts: Mounts, { locations, as }: ZipWish): Download {
  return {
    name: as,
    async open({ signal }) {
      const onLeftOut = (_: Location, failure: Failure) => {
        throw new StorageError(failure)
      }
      return { bytes: writeZip(zipItems(mounts, locations, { signal, onLeftOut }), { signal }) }
    },
  }
}

function downloadOf(mounts: Mounts, { location, version, as }: DownloadWish): Download {
  const { path } = location
  return {
    name: as ?? baseName(path),
    async open({ signal }) {
      let sizeBytes: number | undefined
      const options = {
        signal,
        onOpened: (_mark: string, facts?: { readonly sizeBytes?: number }) => (sizeBytes = facts?.sizeBytes),
      }
      const body =
        version === undefined
          ? await (await mounts.open(location.mount, { signal })).backend.read(path, options)
          : await (await facetOf(mounts, location, 'versions', { operation, signal })).read(path, version, options)
      const chunks = body[Symbol.asyncIterator]()
      // Its length, and whether it is readable, may be known only with the first bytes.
      const first = await chunks.next()
      return { ...(sizeBytes !== undefined && { sizeBytes }), bytes: joined(first, chunks) }
    },
  }
}

async function* joined(
  first: IteratorResult<Uint8Array, unknown>,
  chunks: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    for (let next = first; !next.done; next = await chunks.next()) yield next.value
  } finally {
    await chunks.return?.()
  }
}
