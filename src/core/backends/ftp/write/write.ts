/**
 * Writes a file: the bytes are written to a staging file `.portolan-<id>.part` in the same folder, which is then
 * renamed with RNTO. A staging file left by a lost connection is an ordinary, recognisable file.
 */
import { said } from '../../../../contract/sentences/said.ts'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { baseName } from '../../../../contract/location.ts'
import { cancellingOnFailure, forEachChunk } from '../../../../lib/flow/byte-stream.ts'
import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import type { Stored, WriteOptions } from '../../backend.ts'
import { writeStaged } from '../../facets/staged-write.ts'
import { stageNameOf } from '../../facets/stages.ts'
import type { NameLocks } from '../../name-locks.ts'
import type { Connections, Lent } from '../connect/connections.ts'
import { existing, failingAs, refuse } from '../failures/failures.ts'
import { joinServer, parentOf, type ServerPath, serverPath } from '../paths/server-path.ts'
import { entryOf, type Facts, timeText } from '../read/facts.ts'
import { look } from '../read/stat.ts'
import { ReplyError } from '../wire/replies.ts'
import type { FtpSession, Transfer } from '../wire/session.ts'

const operation = 'ftp.write'
/** The time limit for the cleanup, so that a server that does not answer does not delay a known failure. */
const tidyMs = 3000

type Body = ReadableStream<Uint8Array>

export interface Writing {
  readonly connections: Connections
  readonly root: ServerPath
  readonly locks: NameLocks
}

export async function writeFile(writing: Writing, path: string, body: Body, options: WriteOptions): Promise<Stored> {
  const { connections, root } = writing
  const { signal, ifExists } = options
  return failingAs(operation, path, () =>
    cancellingOnFailure(body, async () => {
      signal.throwIfAborted()
      if (path === '') throw refuse('not-a-file', 'store.top-not-a-file', operation, path)
      const full = serverPath(root, path, operation)
      const lent = await connections.lend(signal)
      try {
        const old = options.isKnownFree ? undefined : await unlessAborted(look(lent.session, full), signal)
        refuseUnlessFree(old, path, ifExists)
        const stage = joinServer(parentOf(full), stageNameOf(options.stageId ?? randomBytes(8).toString('hex')))
        return await stageAndPublish(writing, lent, { full, stage, path }, body, options)
      } finally {
        lent.release()
      }
    }),
  )
}

/** Throws `exists`, `not-a-file`. */
export function refuseUnlessFree(
  old: Facts | undefined,
  path: string,
  ifExists: 'replace' | 'fail',
  at = operation,
): void {
  if (old?.kind === 'folder') throw refuse('not-a-file', 'store.folder-exists', at, path)
  if (old && ifExists === 'fail') throw existing(at, path)
  if (old && old.kind !== 'file') {
    throw refuse('not-a-file', 'ftp.not-a-plain-file', at, path)
  }
}

export interface Places {
  readonly full: ServerPath
  readonly stage: ServerPath
  readonly path: string
}

function stageAndPublish(
  { connections, locks }: Writing,
  { session }: Lent,
  { full, stage, path }: Places,
  body: Body,
  options: WriteOptions,
): Promise<Stored> {
  const { signal, ifExists } = options
  let opening: Promise<Transfer> | undefined
  return writeStaged<Transfer, Stored>(
    {
      open() {
        opening = session.transfer(`STOR ${stage}`)
        return unlessAborted(opening, signal)
      },
      async fill({ socket, end }) {
        const sentBytes = await send(socket, end, body, signal)
        await unlessAborted(end, signal)
        return unlessAborted(settle(session, stage, { path, sentBytes, modifiedMs: options.modifiedMs }), signal)
      },
      close: async ({ socket }) => void socket.destroy(),
      drop: ({ socket }) => void socket.destroy(),
      async publish() {
        await publishStage(session, locks, { full, stage, path }, { ifExists, signal })
        return false
      },
      async tidy() {
        opening?.then(({ socket }) => socket.destroy()).catch(() => {})
        await tidy(connections, session, stage, signal)
      },
      async explain(error) {
        signal.throwIfAborted()
        return explainPut(session, full, path, error)
      },
    },
    signal,
  )
}

export function publishStage(
  session: FtpSession,
  locks: NameLocks,
  { full, stage, path }: Places,
  { ifExists, signal, at = operation }: Pick<WriteOptions, 'ifExists' | 'signal'> & { readonly at?: string },
): Promise<void> {
  return locks.hold(full, async () => {
    signal.throwIfAborted()
    // most servers' RNTO replaces any file with the name, so it is checked once more
    refuseUnlessFree(await unlessAborted(look(session, full), signal), path, ifExists, at)
    await session.ask(`RNFR ${stage}`)
    await session.ask(`RNTO ${full}`)
  })
}

/** Returns the number of bytes sent. */
async function send(
  socket: Transfer['socket'],
  end: Transfer['end'],
  body: Body,
  signal: AbortSignal,
): Promise<number> {
  let bytes = 0
  let refusal: { readonly error: unknown } | undefined
  end.catch((error: unknown) => (refusal = { error })) // a full disk is reported before all bytes are sent
  socket.resume()
  await forEachChunk(body, signal, async (chunk) => {
    if (refusal) throw refusal.error
    bytes += chunk.length
    if (chunk.length > 0 && !socket.write(chunk)) {
      await Promise.race([once(socket, 'drain', { signal }), once(socket, 'close'), end])
    }
    if (socket.destroyed)
      throw (await endedWith(end)) ?? Object.assign(new Error('the data connection broke'), { code: 'ECONNRESET' })
  })
  socket.end()
  return bytes
}

async function endedWith(end: Transfer['end']): Promise<unknown> {
  const late = AbortSignal.timeout(tidyMs)
  return unlessAborted(end, late).then(
    () => undefined,
    (error: unknown) => (late.aborted ? undefined : error),
  )
}

export interface Settling {
  readonly path: string
  readonly sentBytes: number
  readonly modifiedMs: number | undefined
  readonly at?: string
}

/** Sets the time of the stage. Throws `corrupt` if the server has another number of bytes than was sent. */
export async function settle(
  session: FtpSession,
  stage: ServerPath,
  { path, sentBytes, modifiedMs, at = operation }: Settling,
): Promise<Stored> {
  if (modifiedMs !== undefined && session.features.has('MFMT')) {
    await session.ask(`MFMT ${timeText(modifiedMs)} ${stage}`)
  }
  const found = await look(session, stage)
  if (!found) throw refuse('corrupt', 'ftp.lost-file', at, path)
  const { sizeBytes } = found
  if (sizeBytes !== undefined && sizeBytes !== sentBytes) {
    const why = said('server.wrong-size', { what: path, actual: sizeBytes, expected: sentBytes })
    throw refuse('corrupt', why, at, path)
  }
  return {
    ...entryOf(baseName(path), { ...found, sizeBytes: sentBytes }),
    ...(sizeBytes !== undefined && { proof: 'size' }),
  }
}

/**
 * Finds out why a file could not be stored: its parent folder may be missing, or be a file. Returns the original error
 * if neither is the case.
 */
export async function explainPut(
  session: FtpSession,
  full: ServerPath,
  path: string,
  error: unknown,
  at = operation,
): Promise<unknown> {
  if (!(error instanceof ReplyError) || ![450, 451, 550, 553].includes(error.code) || session.isLost()) return error
  try {
    const folder = await look(session, parentOf(full))
    if (!folder) return refuse('not-found', 'store.no-parent', at, path, error)
    if (folder.kind === 'file') {
      return refuse('not-a-folder', 'store.parent-is-a-file', at, path, error)
    }
  } catch {
    // the original error is reported
  }
  return error
}

/** Removes the staging file after the server's final reply about it. A caller that aborted does not wait for it. */
async function tidy(
  connections: Connections,
  session: FtpSession,
  stage: ServerPath,
  signal: AbortSignal,
): Promise<void> {
  const inTime = AbortSignal.timeout(tidyMs)
  const tidying = async () => {
    await unlessAborted(session.settled(), inTime)
    if (!session.isLost()) return session.ask(`DELE ${stage}`)
    return connections.with(inTime, (other) => other.ask(`DELE ${stage}`))
  }
  const done = unlessAborted(tidying(), inTime).catch(() => {}) // the original error is reported
  if (!signal.aborted) await done
}
