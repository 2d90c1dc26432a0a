/**
 * Writes a file in one step: the bytes are written to a staging file `.portolan-<random>.part` in the same folder,
 * which is then renamed. A staging file left by a lost connection is an ordinary, recognisable file: it is listed, and
 * does not disturb later writes.
 */
import { said } from '../../../../contract/sentences/said.ts'
import { randomBytes } from 'node:crypto'
import { baseName } from '../../../../contract/location.ts'
import { cancellingOnFailure, forEachChunk } from '../../../../lib/flow/byte-stream.ts'
import { pause } from '../../../../lib/flow/pause.ts'
import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import type { Stored, WriteOptions } from '../../backend.ts'
import { explainChange, isUnexplained } from '../failures/explain.ts'
import { entryOf, kindOf } from '../read/facts.ts'
import { existing, failingAs, refuse } from '../failures/failures.ts'
import { awaitHandle, closeUnwatched } from '../read/handles.ts'
import type { Connections } from '../connect/connections.ts'
import { checkWithin, joinServer, type ResolvedPath, resolvePath } from '../paths/resolve-path.ts'
import { statIfAny } from '../read/stat.ts'
import type { Attributes } from '../wire/attributes.ts'
import { StatusError } from '../wire/exchange.ts'
import type { ServerPath } from '../wire/packet.ts'
import { type Handle, openFlags, type SftpSession } from '../wire/session.ts'
import { createWriteBehind } from './write-behind.ts'
import { writeStaged } from '../../facets/staged-write.ts'
import { stageNameOf } from '../../facets/stages.ts'

const writing = 'sftp.write'
const latestSecond = 2 ** 32 - 1

type Body = ReadableStream<Uint8Array>

/** Stores `body` under the path in one step, or not at all. For a link inside the mount, its target is written. */
export async function writeFile(
  connections: Connections,
  root: ServerPath,
  path: string,
  body: Body,
  options: WriteOptions,
): Promise<Stored> {
  const { signal } = options
  return failingAs(writing, path, () =>
    cancellingOnFailure(body, async () => {
      signal.throwIfAborted()
      const short = await connections.short(signal)
      const target = await unlessAborted(targetOf(short, root, path, options, writing), signal)
      const { session, release } = await connections.forBytes(signal)
      try {
        return await stageAndPublish(connections, session, target, path, body, options)
      } finally {
        release()
      }
    }),
  )
}

export interface Target {
  readonly resolved: ResolvedPath
  /** The file that will be replaced. */
  readonly old?: Attributes
}

/** Throws `exists`, `not-a-file`, `not-found` without the parent folder, `outside`. */
export async function targetOf(
  session: SftpSession,
  root: ServerPath,
  path: string,
  { ifExists, isKnownFree }: Pick<WriteOptions, 'ifExists' | 'isKnownFree'>,
  operation: string,
): Promise<Target> {
  if (path === '') throw refuse('not-a-file', 'store.top-not-a-file', operation, path)
  return targetIn(
    session,
    root,
    await resolvePath(session, root, path, operation),
    path,
    { ifExists, isKnownFree },
    operation,
  )
}

/** Does the same as `targetOf`, for a path that is already resolved. */
export async function targetIn(
  session: SftpSession,
  root: ServerPath,
  resolved: ResolvedPath,
  path: string,
  { ifExists, isKnownFree }: Pick<WriteOptions, 'ifExists'> & { readonly isKnownFree: boolean | undefined },
  operation: string,
): Promise<Target> {
  const found = isKnownFree ? undefined : await statIfAny(session.linkStat(resolved.full))
  if (!found) return { resolved }
  const kind = kindOf(found)
  if (kind === 'folder') throw refuse('not-a-file', 'store.folder-exists', operation, path)
  if (ifExists === 'fail') throw existing(operation, path)
  if (kind === 'file') return { resolved, old: found }
  const real = kind === 'link' ? await session.realPath(resolved.full) : resolved.full
  checkWithin(root, real, operation, path)
  const old = await session.stat(real)
  if (kindOf(old) === 'file') return { resolved: { full: real, folder: parentOf(real) }, old }
  throw refuse('not-a-file', 'store.not-a-plain-file', operation, path)
}

async function stageAndPublish(
  connections: Connections,
  session: SftpSession,
  { resolved, old }: Target,
  path: string,
  body: Body,
  options: WriteOptions,
): Promise<Stored> {
  const { signal } = options
  const stage = joinServer(resolved.folder, stageNameOf(options.stageId ?? randomBytes(8).toString('hex')))
  let sentBytes = 0
  return writeStaged<Handle, Stored>(
    {
      open: () => openStage(session, stage, old, options),
      async fill(handle) {
        const behind = createWriteBehind(session, handle)
        await forEachChunk(body, signal, (chunk) => {
          sentBytes += chunk.length
          return unlessAborted(behind.add(chunk), signal)
        })
        const bytes = await unlessAborted(behind.finish(), signal)
        const stats = await unlessAborted(settle(session, handle, { old, modifiedMs: options.modifiedMs }), signal)
        checkSize(stats, bytes, path, writing)
        return { ...entryOf(baseName(path), stats), ...proofOf(stats, sentBytes) }
      },
      close: (handle) => session.close(handle),
      drop: (handle) => closeUnwatched(session, handle),
      publish: () => publish(session, stage, resolved.full, path, options.ifExists, writing),
      tidy: () => tidy(connections, session, stage, signal),
      explain(error) {
        const neededBytes = sentBytes > 0 ? 65_536 : 1
        return explainChange(session, resolved.folder, error, { operation: writing, path, neededBytes })
      },
    },
    signal,
  )
}

/** The time limit for the cleanup, so that a server that does not answer does not delay a known failure. */
const tidyMs = 3000
const tidyPauseMs = 50

/** Opens the staging file. A leftover of the same write, from a lost connection, is replaced. */
async function openStage(
  session: SftpSession,
  stage: ServerPath,
  old: Attributes | undefined,
  { signal, stageId }: WriteOptions,
): Promise<Handle> {
  const flags = openFlags.write | openFlags.create | openFlags.exclusive
  // the copy of a private file is private from its first byte
  const open = () => awaitHandle(session, session.open(stage, flags, old ? { mode: 0o600 } : {}), signal)
  try {
    return await open()
  } catch (error) {
    const isOurs = stageId !== undefined && !signal.aborted && (await wasRemoved(session, stage))
    if (!isOurs) throw error
    return open()
  }
}

async function wasRemoved(session: SftpSession, stage: ServerPath): Promise<boolean> {
  try {
    await session.remove(stage)
    return true
  } catch {
    return false
  }
}

/**
 * Removes the staging file, over a new connection if the old one is lost. If the loss is not noticed yet, it takes
 * another try. A caller that aborted does not wait for it.
 */
export async function tidy(
  connections: Connections,
  session: SftpSession,
  stage: ServerPath,
  signal: AbortSignal,
): Promise<void> {
  const inTime = AbortSignal.timeout(tidyMs)
  const tidying = async () => {
    for (;;) {
      try {
        const usable = session.isLost() ? await connections.short(inTime) : session
        return await unlessAborted(usable.remove(stage), inTime)
      } catch (error) {
        // a status is a definite response: the file does not exist, or may not be removed
        if (error instanceof StatusError || inTime.aborted) return
        await pause(tidyPauseMs, inTime)
      }
    }
  }
  const done = tidying().catch(() => {}) // the original error is reported
  if (!signal.aborted) await done
}

/** Returns the proof for a file, if the server reported its size. */
export function proofOf({ sizeBytes }: Attributes, bytes: number): Pick<Stored, 'proof'> {
  return sizeBytes === bytes ? { proof: 'size' } : {}
}

export function checkSize({ sizeBytes }: Attributes, bytes: number, path: string, operation: string): void {
  if (sizeBytes === undefined || sizeBytes === bytes) return
  const why = said('server.wrong-size', { what: path, actual: sizeBytes, expected: bytes })
  throw refuse('corrupt', why, operation, path)
}

export interface Settling {
  /** The file that is replaced. */
  readonly old: Attributes | undefined
  readonly modifiedMs: number | undefined
  /** True if the caller flushes the file to disk. */
  readonly isFlushed?: boolean
}

/** Gives the staging file the owner and permissions of the file it replaces, sets its time, and flushes it to disk. */
export async function settle(
  session: SftpSession,
  handle: Handle,
  { old, modifiedMs, isFlushed = false }: Settling,
): Promise<Attributes> {
  if (old) await takeRights(session, handle, old)
  // the server handles these requests in order, so they need not wait for each other
  const steps: Promise<void>[] = []
  if (modifiedMs !== undefined) {
    const modified = Math.min(Math.max(Math.floor(modifiedMs / 1000), 0), latestSecond)
    const accessed = Math.floor(Date.now() / 1000)
    steps.push(session.setHandle(handle, { times: { accessed, modified } }))
  }
  if (session.can('sync') && !isFlushed) steps.push(session.sync(handle))
  const stats = session.handleStat(handle)
  await Promise.all([...steps, stats])
  return stats
}

async function takeRights(session: SftpSession, handle: Handle, old: Attributes): Promise<void> {
  if (old.mode === undefined) return
  let mode = old.mode & 0o7777
  const { owner: made } = await session.handleStat(handle)
  if (old.owner && (made?.user !== old.owner.user || made.group !== old.owner.group)) {
    try {
      await session.setHandle(handle, { owner: old.owner })
    } catch (error) {
      if (!(error instanceof StatusError)) throw error
      mode &= 0o777 // the set-ID bits of one owner must not pass to another
    }
  }
  await session.setHandle(handle, { mode })
}

/** Gives the stage its final name. Returns whether the staging file still exists. */
export async function publish(
  session: SftpSession,
  stage: ServerPath,
  full: ServerPath,
  path: string,
  ifExists: 'replace' | 'fail',
  operation: string,
): Promise<boolean> {
  if (ifExists === 'replace' && session.can('posixRename')) {
    await session.posixRename(stage, full)
    return false
  }
  if (ifExists === 'fail' && session.can('hardLink')) {
    try {
      await session.hardLink(stage, full) // unlike a rename, a hard link never replaces an entry that appeared meanwhile
      return true
    } catch (error) {
      if (!(error instanceof StatusError)) throw error
      // the name is taken, or the disk has no hard links: the next step finds out
    }
  }
  if (await statIfAny(session.linkStat(full))) {
    if (ifExists === 'fail') throw existing(operation, path)
    throw refuse('unsupported', 'server.no-atomic-replace', operation, path)
  }
  try {
    await session.rename(stage, full)
  } catch (error) {
    if (isUnexplained(error) && (await statIfAny(session.linkStat(full)))) throw existing(operation, path, error)
    throw error
  }
  return false
}

export function parentOf(real: ServerPath): ServerPath {
  return real.slice(0, Math.max(real.lastIndexOf('/'), 1))
}
