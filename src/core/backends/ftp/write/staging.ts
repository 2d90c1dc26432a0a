/**
 * Writes files in pieces, for servers that store from an offset on (`REST` before `STOR`). Pieces follow one another:
 * some servers truncate a file at the offset, and others refuse an offset beyond its end.
 */
import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import type { Backend } from '../../backend.ts'
import { badPieces, badToken, findStage, publishPieces, stageAt, type StagedPath } from '../../facets/staged-pieces.ts'
import { createKnownPieces, fits, isStageId, stageNameOf } from '../../facets/stages.ts'
import { failingAs, refuse } from '../failures/failures.ts'
import { joinServer, parentOf, type ServerPath, serverPath } from '../paths/server-path.ts'
import { look } from '../read/stat.ts'
import { ReplyError } from '../wire/replies.ts'
import type { FtpSession } from '../wire/session.ts'
import { explainPut, publishStage, refuseUnlessFree, settle, type Writing } from './write.ts'
import { said } from '../../../../contract/sentences/said.ts'

/**
 * This size must never change for stages with this form of name: resuming a stage requires that its piece positions are
 * known.
 */
const pieceBytes = 16 * 1024 ** 2

type Staging = NonNullable<Backend['staging']>
interface Target {
  readonly resolved: { readonly full: ServerPath; readonly folder: ServerPath }
}

type Own = StagedPath<ServerPath, Target>

/** Tells whether the server reports all required features. The first stage tests whether they work. */
export function claimsToGoOn({ features }: FtpSession): boolean {
  return /stream/i.test(features.get('REST') ?? '') && features.has('SIZE')
}

export function stagingOf({ connections, root, locks }: Writing): Staging {
  const known = createKnownPieces()
  let goesOn: boolean | undefined

  const at = (session: FtpSession, path: string, operation: string) => pathFrom(session, root, path, operation)
  const doing = <T>(
    method: keyof Staging,
    path: string,
    signal: AbortSignal,
    work: (session: FtpSession, operation: string) => Promise<T>,
  ) => {
    const operation = `ftp.staging.${method}`
    return failingAs(operation, path, () => connections.with(signal, (session) => work(session, operation)))
  }
  async function drop(session: FtpSession, path: string, token: string, operation: string): Promise<void> {
    known.forget(token)
    const stage = await findStage(at(session, path, operation), token)
    if (stage !== undefined) await remove(session, stage)
  }

  return {
    inOrder: true,
    mostPieces: 1,
    begin: (path, { id, ifExists, signal }) =>
      doing('begin', path, signal, async (session, operation) => {
        const own = at(session, path, operation)
        if (!isStageId(id)) throw badToken(own)
        const { resolved } = await own.target(ifExists)
        const token = stageNameOf(id)
        const stage = joinServer(resolved.folder, token)
        try {
          goesOn ??= await showsThatItGoesOn(session, stage, signal)
          if (!goesOn) throw refuse('unsupported', 'ftp.no-resume', operation, path)
          await store(session, stage, { bytes: new Uint8Array(), offset: 0, signal })
        } catch (error) {
          if (!session.isLost()) await session.ask(`DELE ${stage}`).catch(() => {}) // the original error is reported
          throw await explainPut(session, resolved.full, path, error, operation)
        }
        known.begin(token, [])
        return { token, pieceBytes }
      }),
    pieces: (path, token, { believed, signal }) =>
      doing('pieces', path, signal, async (session, operation) => {
        const sizeBytes = (await sizeOf(session, await stageAt(at(session, path, operation), token))) ?? 0
        const pieces = believed.filter(
          (piece) => fits(piece, pieceBytes) && piece.number * pieceBytes + piece.sizeBytes <= sizeBytes,
        )
        known.begin(token, pieces)
        return pieces
      }),
    writePiece: (path, token, number, bytes, { signal }) =>
      doing('writePiece', path, signal, async (session, operation) => {
        const own = at(session, path, operation)
        if (!fits({ number, sizeBytes: bytes.length }, pieceBytes)) throw badPieces(own, said('pieces.too-large'))
        const stage = await stageAt(own, token)
        known.drop(token, number)
        await storeNext(session, stage, { bytes, offset: number * pieceBytes, signal }, own)
        const piece = { number, sizeBytes: bytes.length }
        known.add(token, piece)
        return piece
      }),
    publish: (path, token, options) =>
      doing('publish', path, options.signal, (session, operation) => {
        const { ifExists, sizeBytes, modifiedMs, signal } = options
        return publishPieces(at(session, path, operation), { token, pieceBytes, known }, options, {
          settle: (stage) => settle(session, stage, { path, sentBytes: sizeBytes, modifiedMs, at: operation }),
          async publish(stage, { resolved: { full } }) {
            await publishStage(session, locks, { full, stage, path }, { ifExists, signal, at: operation })
            return false
          },
          remove: (stage) => remove(session, stage),
        })
      }),
    discard: (path, token, { signal }) =>
      doing('discard', path, signal, (session, operation) => drop(session, path, token, operation)),
    tidy: (path, id, { signal }) =>
      doing('tidy', path, signal, (session, operation) => drop(session, path, stageNameOf(id), operation)),
  }
}

function pathFrom(session: FtpSession, root: ServerPath, path: string, operation: string): Own {
  return {
    folder: async () => parentOf(serverPath(root, path, operation)),
    async target(ifExists) {
      if (path === '') throw refuse('not-a-file', 'store.top-not-a-file', operation, path)
      const full = serverPath(root, path, operation)
      refuseUnlessFree(await look(session, full), path, ifExists, operation)
      return { resolved: { full, folder: parentOf(full) } }
    },
    join: joinServer,
    isFile: async (full) => (await sizeOf(session, full)) !== undefined,
    refuse: (kind, code) => refuse(kind, code, operation, path),
  }
}

/** Tests whether the server can append. Some servers report the feature but are configured to refuse it. */
async function showsThatItGoesOn(session: FtpSession, stage: ServerPath, signal: AbortSignal): Promise<boolean> {
  await store(session, stage, { bytes: new Uint8Array(1), offset: 0, signal })
  try {
    await store(session, stage, { bytes: new Uint8Array(1), offset: 1, signal })
    return (await sizeOf(session, stage)) === 2
  } catch (error) {
    if (error instanceof ReplyError && !session.isLost()) return false
    throw error
  }
}

interface Part {
  readonly bytes: Uint8Array
  readonly offset: number
  readonly signal: AbortSignal
}

/** Throws `corrupt` if the file is shorter than it must be, before or after the write. */
async function storeNext(session: FtpSession, stage: ServerPath, part: Part, own: Own): Promise<void> {
  const { bytes, offset } = part
  if (((await sizeOf(session, stage)) ?? 0) < offset) {
    throw own.refuse('corrupt', 'ftp.piece-gap')
  }
  await store(session, stage, part)
  if (((await sizeOf(session, stage)) ?? 0) < offset + bytes.length) {
    throw own.refuse('corrupt', 'ftp.stored-less')
  }
}

/** Stores bytes from an offset on, and overwrites what a failed try left there. */
async function store(session: FtpSession, stage: ServerPath, { bytes, offset, signal }: Part): Promise<void> {
  signal.throwIfAborted()
  const { socket, end } = await session.transfer(`STOR ${stage}`, offset)
  const stop = () => void socket.destroy()
  signal.addEventListener('abort', stop, { once: true })
  try {
    signal.throwIfAborted()
    socket.resume().end(bytes)
    await unlessAborted(end, signal)
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}

async function remove(session: FtpSession, stage: ServerPath): Promise<void> {
  await session.ask(`DELE ${stage}`)
}

/** Returns undefined if no file exists. */
async function sizeOf(session: FtpSession, full: ServerPath): Promise<number | undefined> {
  try {
    const { lines } = await session.ask(`SIZE ${full}`)
    const [, bytes] = /(\d+)\s*$/.exec(lines.at(-1) ?? '') ?? []
    return bytes === undefined ? undefined : Number(bytes)
  } catch (error) {
    if (error instanceof ReplyError && [450, 550, 553].includes(error.code)) return undefined
    throw error
  }
}
