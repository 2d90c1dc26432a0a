import type { Entry } from '../../../../contract/entry.ts'
import { type EntryPage, packEntries } from '../../../../contract/entry-page.ts'
import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import type { Waits } from '../../backend.ts'
import type { Connections } from '../connect/connections.ts'
import { ftpFailure, refuse } from '../failures/failures.ts'
import { type ServerPath, serverPath, shownName } from '../paths/server-path.ts'
import { ReplyError } from '../wire/replies.ts'
import type { FtpSession } from '../wire/session.ts'
import { entryOf } from './facts.ts'
import { rowsOf } from './rows.ts'
import { look } from './stat.ts'

const operation = 'ftp.list'
const firstRows = 64
const mostRows = 4096
/** With a slow server, a page is yielded after this time even if it is not full. */
const patienceMs = 150

export async function* listFolder(
  connections: Connections,
  root: ServerPath,
  path: string,
  { signal }: Waits,
): AsyncGenerator<EntryPage> {
  const full = serverPath(root, path, operation)
  const { session, release } = await connections.lend(signal)
  const rows = rowsOf(session, full)
  try {
    let entries: Entry[] = []
    let wanted = firstRows
    let pageBegun = performance.now()
    for (;;) {
      const { value, done } = await unlessAborted(rows.next(), signal)
      if (done) break
      for (const facts of value) entries.push(entryOf(shownName(facts.name), facts))
      const isFull = entries.length >= wanted || (entries.length > 0 && performance.now() - pageBegun > patienceMs)
      if (!isFull) continue
      yield packEntries(entries)
      signal.throwIfAborted()
      entries = []
      wanted = Math.min(wanted * 4, mostRows)
      pageBegun = performance.now()
    }
    // some servers list a file as a folder with one entry, and some list a missing path as an empty folder
    if (entries.length < 2 && wanted === firstRows && path !== '') await checkFolder(session, full, path)
    if (entries.length > 0) yield packEntries(entries)
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof ReplyError && path !== '') await checkFolder(session, full, path).catch(rethrowOurs)
    throw ftpFailure(error, operation, path)
  } finally {
    void rows.return(undefined).catch(() => {})
    release()
  }
}

async function checkFolder(session: FtpSession, full: ServerPath, path: string): Promise<void> {
  const found = await look(session, full)
  if (!found) throw refuse('not-found', 'store.not-found', operation, path)
  if (found.kind === 'folder' || found.kind === 'link') return
  throw refuse('not-a-folder', 'store.not-a-folder', operation, path)
}

/** Rethrows a failure that the check found. Errors of the check itself are ignored. */
function rethrowOurs(error: unknown): void {
  if (error instanceof Error && error.name === 'StorageError') throw error
}
