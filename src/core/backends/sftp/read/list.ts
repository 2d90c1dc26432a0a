import type { Entry } from '../../../../contract/entry.ts'
import { type EntryPage, packEntries } from '../../../../contract/entry-page.ts'
import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import type { Waits } from '../../backend.ts'
import { entryOf, kindOf } from './facts.ts'
import { failingAs, refuse, sftpFailure } from '../failures/failures.ts'
import { awaitHandle, closeUnwatched } from './handles.ts'
import { joinServer, realPlaceOf, shownName } from '../paths/resolve-path.ts'
import { linkTarget, statIfAny } from './stat.ts'
import { StatusError } from '../wire/exchange.ts'
import type { ServerPath } from '../wire/packet.ts'
import type { Handle, NamedAttributes, SftpSession } from '../wire/session.ts'

const operation = 'sftp.list'
const firstRows = 64
const mostRows = 4096
/** With a slow server, a page is yielded after this time even if it is not full. */
const patienceMs = 150
/** The number of parallel requests for more names. */
const namesAhead = 4
/** The number of links whose targets are read at once. */
const linksAhead = 64

/**
 * Yields the pages of a folder, built only from the server's listing; rows need no request of their own. Only the
 * targets of links are read. The kind of a target stays `unknown` until that entry itself is requested.
 */
export async function* listFolder(
  session: SftpSession,
  root: ServerPath,
  path: string,
  { signal }: Waits,
): AsyncGenerator<EntryPage> {
  const { folder, handle } = await failingAs(operation, path, () => openFolder(session, root, path, signal))
  try {
    let rows: NamedAttributes[] = []
    let wanted = firstRows
    let pageBegun = performance.now()
    for await (const batch of batchesOf(session, handle, signal)) {
      rows.push(...batch)
      const isFull = rows.length >= wanted || (rows.length > 0 && performance.now() - pageBegun > patienceMs)
      if (!isFull) continue
      yield packEntries(await entriesOf(session, folder, rows, signal))
      rows = []
      wanted = Math.min(wanted * 4, mostRows)
      pageBegun = performance.now()
    }
    if (rows.length > 0) yield packEntries(await entriesOf(session, folder, rows, signal))
  } catch (error) {
    throw sftpFailure(error, operation, path)
  } finally {
    closeUnwatched(session, handle)
  }
}

async function openFolder(session: SftpSession, root: ServerPath, path: string, signal: AbortSignal) {
  const folder = await unlessAborted(realPlaceOf(session, root, path, operation), signal)
  try {
    return { folder, handle: await awaitHandle(session, session.openFolder(folder), signal) }
  } catch (error) {
    if (!(error instanceof StatusError)) throw error
    const found = await statIfAny(session.stat(folder)).catch(() => undefined)
    if (!found || kindOf(found) === 'folder') throw error
    throw refuse('not-a-folder', 'store.not-a-folder', operation, path, error)
  }
}

/** Yields what the server sends, with some requests ahead, without `.` and `..`. */
async function* batchesOf(
  session: SftpSession,
  handle: Handle,
  signal: AbortSignal,
): AsyncGenerator<NamedAttributes[]> {
  const ahead: Promise<NamedAttributes[] | undefined>[] = []
  const askMore = () => {
    const asking = session.readFolder(handle)
    asking.catch(() => {}) // the caller may stop before it reads this
    ahead.push(asking)
  }
  for (;;) {
    while (ahead.length < namesAhead) askMore()
    const names = await unlessAborted(ahead.shift() ?? Promise.resolve(undefined), signal)
    if (!names) return
    yield names.filter(({ name }) => name !== '.' && name !== '..')
  }
}

async function entriesOf(
  session: SftpSession,
  folder: ServerPath,
  rows: readonly NamedAttributes[],
  signal: AbortSignal,
): Promise<Entry[]> {
  const entries = rows.map((row): Entry => entryOf(shownName(row.name), row, row.longName))
  const links = entries.flatMap(({ kind }, index) => (kind === 'link' ? [index] : []))
  for (let at = 0; at < links.length; at += linksAhead) {
    const some = links.slice(at, at + linksAhead).map(async (index) => {
      const entry = entries[index]
      const name = rows[index]?.name
      if (!entry || name === undefined) return
      const target = await linkTarget(session, joinServer(folder, name))
      entries[index] = { ...entry, link: { target, leadsTo: 'unknown' } }
    })
    await unlessAborted(Promise.all(some), signal)
  }
  return entries
}
