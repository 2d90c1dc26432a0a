/**
 * Writes many small files at once. Each is written as in `write/write.ts`: to a staging file of its own, flushed to
 * disk and renamed in one step. Only the flush is shared by all of them, if the server allows it.
 */
import { randomBytes } from 'node:crypto'
import { failureOf } from '../../../../contract/failure.ts'
import { baseName } from '../../../../contract/location.ts'
import type { BulkOptions, BulkStored, BulkWrite } from '../../facets/bulk.ts'
import { fillStage } from '../../facets/staged-write.ts'
import { stageNameOf } from '../../facets/stages.ts'
import type { Flusher, Staged } from './bulk-flush.ts'
import { explainChange } from '../failures/explain.ts'
import { entryOf } from '../read/facts.ts'
import { sftpFailure } from '../failures/failures.ts'
import { type FolderOf, rememberFolders } from '../paths/folders.ts'
import { closeUnwatched } from '../read/handles.ts'
import type { Connections } from '../connect/connections.ts'
import { joinServer, serverNameOf } from '../paths/resolve-path.ts'
import { together } from './together.ts'
import type { Attributes } from '../wire/attributes.ts'
import type { ServerPath } from '../wire/packet.ts'
import { openFlags, type SftpSession } from '../wire/session.ts'
import { checkSize, proofOf, publish, settle, type Target, targetIn, tidy } from '../write/write.ts'

const operation = 'sftp.bulk.write'
/**
 * The maximum number of files flushed and reported together. On a slow connection there are fewer, so that the user
 * sees progress.
 */
const flushedTogether = 256
const toldAfterMs = 1000

interface Writing {
  readonly session: SftpSession
  readonly root: ServerPath
  readonly folderOf: FolderOf
  readonly flusher: Flusher
  readonly nameStage: () => string
  /** True if the files are flushed together after they are staged. */
  readonly isFlushedLater: boolean
}

interface StagedFile extends Staged {
  readonly request: BulkWrite
  readonly target: Target
  readonly stats: Attributes
}

export async function* writeMany(
  connections: Connections,
  root: ServerPath,
  flusher: Flusher,
  writes: readonly BulkWrite[],
  { signal, id }: BulkOptions,
): AsyncGenerator<BulkStored[]> {
  signal.throwIfAborted()
  const { session, release } = await connections.forBytes(signal)
  const prefix = `${id}${randomBytes(5).toString('hex')}`
  let count = 0
  try {
    const folderOf = rememberFolders(session, root, operation)
    for (let at = 0; at < writes.length;) {
      const some = writes.slice(at, at + flushedTogether)
      const isFlushedLater = await flusher.canFlush(session, some.length, () => folderOf(some[0]?.path ?? ''), signal)
      const nameStage = () => stageNameOf(`${prefix}${(count += 1).toString(36)}`)
      const writing = { session, root, folderOf, flusher, nameStage, isFlushedLater }
      const ends: BulkStored[] = []
      at += await writeSome(writing, connections, some, signal, (end) => ends.push(end))
      if (ends.length > 0) yield ends
      signal.throwIfAborted()
    }
  } finally {
    release()
  }
}

/** Returns the number of writes that were begun. Each of them has a result, and no staging file is left. */
async function writeSome(
  writing: Writing,
  connections: Connections,
  writes: readonly BulkWrite[],
  signal: AbortSignal,
  tell: (end: BulkStored) => void,
): Promise<number> {
  const { session, flusher, isFlushedLater } = writing
  const beganMs = performance.now()
  const staged: StagedFile[] = []
  const fail = ({ path }: BulkWrite, error: unknown) => {
    const failure = failureOf(sftpFailure(error, operation, path), operation)
    tell({ path, failure })
  }
  const isLate = () => signal.aborted || performance.now() - beganMs > toldAfterMs
  const begun = await together(writes, isLate, async (request) => {
    try {
      staged.push(await stageOne(writing, connections, request, signal))
    } catch (error) {
      fail(request, error)
    }
  })
  const unflushed = isFlushedLater && !signal.aborted ? await flusher.flush(session, staged, signal) : new Map()
  await together(staged, never, async (file) => {
    const { request, target, stats, stage } = file
    try {
      signal.throwIfAborted()
      if (unflushed.has(stage)) throw unflushed.get(stage)
      await publishOne(session, file)
      tell({
        path: request.path,
        stored: { ...entryOf(baseName(request.path), stats), ...proofOf(stats, request.bytes.length) },
      })
    } catch (error) {
      await tidy(connections, session, stage, signal)
      const at = { operation, path: request.path }
      fail(request, await explainChange(session, target.resolved.folder, error, at))
    }
  })
  return begun
}

const never = () => false

async function stageOne(
  { session, root, folderOf, nameStage, isFlushedLater }: Writing,
  connections: Connections,
  { path, bytes, ifExists, isKnownFree, modifiedMs }: BulkWrite,
  signal: AbortSignal,
): Promise<StagedFile> {
  const folder = await folderOf(path)
  const resolved = { folder, full: joinServer(folder, serverNameOf(baseName(path), operation)) }
  const target = await targetIn(session, root, resolved, path, { ifExists, isKnownFree }, operation)
  const stage = joinServer(target.resolved.folder, nameStage())
  const flags = openFlags.write | openFlags.create | openFlags.exclusive
  try {
    const stats = await fillStage({
      open: () => session.open(stage, flags, target.old ? { mode: 0o600 } : {}),
      async fill(handle) {
        // the server handles these requests in order, and no request waits for the response to the one before
        const settling = { old: target.old, modifiedMs, isFlushed: isFlushedLater }
        const [, found] = await Promise.all([writeAll(session, handle, bytes), settle(session, handle, settling)])
        checkSize(found, bytes.length, path, operation)
        return found
      },
      close: (handle) => session.close(handle),
      drop: (handle) => closeUnwatched(session, handle),
    })
    return { request: { path, bytes, ifExists }, target, stats, stage, folder: target.resolved.folder }
  } catch (error) {
    await tidy(connections, session, stage, signal)
    throw await explainChange(session, target.resolved.folder, error, { operation, path, neededBytes: 65_536 })
  }
}

async function writeAll(session: SftpSession, handle: Buffer, bytes: Uint8Array): Promise<void> {
  const writes: Promise<void>[] = []
  for (let at = 0; at < bytes.length; at += session.writeBytes) {
    writes.push(session.write(handle, at, bytes.subarray(at, at + session.writeBytes)))
  }
  await Promise.all(writes)
}

async function publishOne(session: SftpSession, { request, target, stage }: StagedFile): Promise<void> {
  if (await publish(session, stage, target.resolved.full, request.path, request.ifExists, operation)) {
    await session.remove(stage).catch(() => {}) // the file is stored, so a failure must not be reported
  }
}
