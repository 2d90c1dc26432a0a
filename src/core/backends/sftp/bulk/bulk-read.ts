/** Reads many small files at once. The requests for a file do not depend on the responses for another one. */
import { failureOf } from '../../../../contract/failure.ts'
import { baseName } from '../../../../contract/location.ts'
import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import type { Waits } from '../../backend.ts'
import type { BulkRead } from '../../facets/bulk.ts'
import { kindOf } from '../read/facts.ts'
import { refuse, sftpFailure } from '../failures/failures.ts'
import { type FolderOf, rememberFolders } from '../paths/folders.ts'
import { closeUnwatched } from '../read/handles.ts'
import type { Connections } from '../connect/connections.ts'
import { joinServer, realPlaceOf, serverNameOf } from '../paths/resolve-path.ts'
import { changed, refuseUnlessFile } from '../read/read.ts'
import { together } from './together.ts'
import type { ServerPath } from '../wire/packet.ts'
import { openFlags, type SftpSession } from '../wire/session.ts'

const operation = 'sftp.bulk.read'
/**
 * The maximum number of results in one batch. On a slow connection batches are smaller, so that the user sees progress.
 */
const toldTogether = 256
const toldAfterMs = 500

export async function* readMany(
  connections: Connections,
  root: ServerPath,
  paths: readonly string[],
  mostBytes: number,
  { signal }: Waits,
): AsyncGenerator<BulkRead[]> {
  signal.throwIfAborted()
  const { session, release } = await connections.forBytes(signal)
  try {
    const folderOf = rememberFolders(session, root, operation)
    for (let at = 0; at < paths.length;) {
      const ends: BulkRead[] = []
      const beganMs = performance.now()
      const isOver = () => signal.aborted || performance.now() - beganMs > toldAfterMs
      const reading = together(paths.slice(at, at + toldTogether), isOver, async (path) => {
        try {
          ends.push(await readOne({ session, root, folderOf, mostBytes }, path))
        } catch (error) {
          ends.push({ path, failure: failureOf(sftpFailure(error, operation, path), operation) })
        }
      })
      at += await unlessAborted(reading, signal)
      signal.throwIfAborted()
      yield ends
    }
  } finally {
    release()
  }
}

interface ResolvedPath {
  readonly session: SftpSession
  readonly root: ServerPath
  readonly folderOf: FolderOf
  readonly mostBytes: number
}

async function readOne({ session, root, folderOf, mostBytes }: ResolvedPath, path: string): Promise<BulkRead> {
  const { real, sizeBytes: expected } = await findFile(session, root, folderOf, path)
  if (expected > mostBytes) throw tooLarge(path)
  const handle = await session.open(real, openFlags.read)
  try {
    // The server handles these requests in order, so the first and the last show whether the file changed in between.
    const [before, first = Buffer.alloc(0), after] = await Promise.all([
      session.handleStat(handle),
      session.read(handle, 0, Math.max(1, Math.min(expected, session.readBytes))),
      session.handleStat(handle),
    ])
    refuseUnlessFile(before, path)
    const { sizeBytes = 0, times } = before
    if (sizeBytes > mostBytes) throw tooLarge(path)
    if (after.sizeBytes !== before.sizeBytes || after.times?.modified !== times?.modified) throw changed(path)
    const bytes = first.length === sizeBytes ? first : await readRest(session, handle, first, sizeBytes, path)
    return { path, bytes, sizeBytes, ...(times && { modifiedMs: times.modified * 1000 }) }
  } finally {
    closeUnwatched(session, handle)
  }
}

/** Follows a symbolic link inside the mount. Only files are opened, because opening a pipe would block the server. */
async function findFile(session: SftpSession, root: ServerPath, folderOf: FolderOf, path: string) {
  const full = path === '' ? root : joinServer(await folderOf(path), serverNameOf(baseName(path), operation))
  const found = await session.linkStat(full)
  const isLink = kindOf(found) === 'link'
  const real = isLink ? await realPlaceOf(session, root, path, operation) : full
  const file = isLink ? await session.stat(real) : found
  refuseUnlessFile(file, path)
  return { real, sizeBytes: file.sizeBytes ?? 0 }
}

/** Reads the bytes after the first request. The state of the file is checked once more at the end. */
async function readRest(session: SftpSession, handle: Buffer, first: Buffer, sizeBytes: number, path: string) {
  const bytes = Buffer.allocUnsafeSlow(sizeBytes)
  if (first.length > sizeBytes) throw changed(path)
  let at = first.copy(bytes)
  const before = await session.handleStat(handle)
  while (at < sizeBytes) {
    const more = await session.read(handle, at, Math.min(sizeBytes - at, session.readBytes))
    if (!more || more.length === 0 || more.length > sizeBytes - at) throw changed(path)
    at += more.copy(bytes, at)
  }
  const after = await session.handleStat(handle)
  if (after.sizeBytes !== sizeBytes || after.times?.modified !== before.times?.modified) throw changed(path)
  return bytes
}

function tooLarge(path: string) {
  return refuse('too-large', 'store.too-large-together', operation, path)
}
