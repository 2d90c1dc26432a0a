import type { Entry } from '../../../../contract/entry.ts'
import { type EntryPage, packEntries } from '../../../../contract/entry-page.ts'
import type { Waits } from '../../backend.ts'
import { davPath, foldersOf } from '../connect/paths.ts'
import type { DavServer } from '../connect/server.ts'
import { hasStatus, refuse, webdavFailure } from '../failures/failures.ts'
import { entryOf } from './facts.ts'
import { childrenOf, lookUpIfAny } from './look-up.ts'

const operation = 'webdav.list'
const firstRows = 64
const mostRows = 4096
/** With a slow server, a page is yielded after this time even if it is not full. */
const patienceMs = 150

/** Yields the pages of a folder from one response of the server, while it arrives. */
export async function* listFolder(server: DavServer, path: string, { signal }: Waits): AsyncGenerator<EntryPage> {
  signal.throwIfAborted()
  try {
    const full = davPath(server.root, path, operation)
    let rows: Entry[] = []
    let wanted = firstRows
    let pageBegun = performance.now()
    for await (const { self, children } of childrenOf(server, foldersOf(full), { signal })) {
      if (self && !self.isFolder) throw notAFolder(path)
      for (const [name, resource] of children) rows.push(entryOf(name, resource))
      const isFull = rows.length >= wanted || (rows.length > 0 && performance.now() - pageBegun > patienceMs)
      if (!isFull) continue
      yield packEntries(rows)
      signal.throwIfAborted()
      rows = []
      wanted = Math.min(wanted * 4, mostRows)
      pageBegun = performance.now()
    }
    if (rows.length > 0) yield packEntries(rows)
  } catch (error) {
    signal.throwIfAborted()
    throw await explained(server, path, error, { signal })
  }
}

/** Servers answer in many ways if a file's name is requested with a trailing slash. */
async function explained(server: DavServer, path: string, error: unknown, options: Waits): Promise<unknown> {
  if (path !== '' && hasStatus(error, 400, 403, 404, 405, 409, 501)) {
    const there = await lookUpIfAny(server, davPath(server.root, path, operation), options).catch(() => undefined)
    if (there && !there.isFolder) return notAFolder(path, error)
  }
  return webdavFailure(error, operation, path)
}

function notAFolder(path: string, cause?: unknown) {
  return refuse('not-a-folder', 'store.not-a-folder', operation, path, cause)
}
