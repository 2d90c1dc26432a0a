/** Files in pieces: each is put in its place of a staged file beside the target, and on the disk where the server can. */
import { baseName } from '../../../../contract/location.ts'
import { unlessAborted } from '../../../../lib/unless-aborted.ts'
import type { Backend } from '../../backend.ts'
import { fillStage } from '../../staged-write.ts'
import { createKnownPieces, fits, isStageId, isStageName, problemOfPieces, stageNameOf } from '../../stages.ts'
import { explainChange } from '../failures/explain.ts'
import { entryOf, kindOf } from '../read/facts.ts'
import { failingAs, refuse } from '../failures/failures.ts'
import { awaitHandle, closeUnwatched } from '../read/handles.ts'
import type { Connections } from '../connect/connections.ts'
import { joinServer, resolvePath } from '../paths/resolve-path.ts'
import { statIfAny } from '../read/stat.ts'
import type { ServerPath } from '../wire/packet.ts'
import { type Handle, openFlags, type SftpSession } from '../wire/session.ts'
import { createWriteBehind } from './write-behind.ts'
import { checkSize, parentOf, proofOf, publish, settle, targetOf } from './write.ts'

/** Never another one under this form of name: who goes on with a stage must know where its pieces are. */
const pieceBytes = 16 * 1024 ** 2

type Staging = NonNullable<Backend['staging']>

export function stagingOf(connections: Connections, root: ServerPath): Staging {
  const known = createKnownPieces()

  /** Over the connection for short requests. Whoever leaves does not wait for an answer. */
  const doing = <T>(
    method: keyof Staging,
    path: string,
    signal: AbortSignal,
    work: (session: SftpSession, operation: string) => Promise<T>,
  ) => {
    const operation = `sftp.staging.${method}`
    return failingAs(operation, path, async () => {
      signal.throwIfAborted()
      return unlessAborted(work(await connections.short(signal), operation), signal)
    })
  }

  async function drop(session: SftpSession, path: string, token: string, operation: string): Promise<void> {
    known.forget(token)
    const stage = await findStage(session, root, path, token, operation)
    if (stage !== undefined) await session.remove(stage)
  }

  return {
    mostPieces: 2, // all take turns on one connection
    begin: (path, { id, ifExists, signal }) =>
      doing('begin', path, signal, async (session, operation) => {
        if (!isStageId(id)) throw badToken(operation, path)
        const { resolved, old } = await targetOf(session, root, path, { ifExists }, operation)
        const token = stageNameOf(id)
        try {
          const flags = openFlags.write | openFlags.create | openFlags.exclusive
          const handle = await session.open(joinServer(resolved.folder, token), flags, old ? { mode: 0o600 } : {})
          await session.close(handle)
        } catch (error) {
          throw await explainChange(session, resolved.folder, error, { operation, path })
        }
        known.begin(token, [])
        return { token, pieceBytes }
      }),
    pieces: (path, token, { believed, signal }) =>
      doing('pieces', path, signal, async (session, operation) => {
        const { sizeBytes = 0 } = await session.linkStat(await stageAt(session, root, path, token, operation))
        const pieces = believed.filter(
          (piece) => fits(piece, pieceBytes) && piece.number * pieceBytes + piece.sizeBytes <= sizeBytes,
        )
        known.begin(token, pieces)
        return pieces
      }),
    async writePiece(path, token, number, bytes, { signal }) {
      const piece = { number, sizeBytes: bytes.length }
      const stage = await doing('writePiece', path, signal, (session, operation) => {
        if (fits(piece, pieceBytes)) return stageAt(session, root, path, token, operation)
        throw badPieces(operation, path, 'a piece is too large')
      })
      const operation = 'sftp.staging.writePiece'
      await failingAs(operation, path, async () => {
        const { session, release } = await connections.forBytes(signal)
        try {
          known.drop(token, number)
          await withHandle(session, stage, signal, async (handle) => {
            const behind = createWriteBehind(session, handle, number * pieceBytes)
            await unlessAborted(behind.add(bytes), signal)
            await unlessAborted(behind.finish(), signal)
            if (session.can('sync')) await unlessAborted(session.sync(handle), signal)
          })
          known.add(token, piece)
        } catch (error) {
          throw await explainChange(session, parentOf(stage), error, { operation, path, neededBytes: bytes.length })
        } finally {
          release()
        }
      })
      return piece
    },
    publish: (path, token, { ifExists, sizeBytes, pieces, modifiedMs, signal }) =>
      doing('publish', path, signal, async (session, operation) => {
        const problem = problemOfPieces(pieces, sizeBytes, pieceBytes)
        if (problem !== undefined) throw badPieces(operation, path, problem)
        const stage = await stageAt(session, root, path, token, operation)
        const { resolved, old } = await targetOf(session, root, path, { ifExists }, operation)
        if (known.missing(token, pieces)) {
          throw refuse('corrupt', (what) => `A piece of ${what} was never written.`, operation, path)
        }
        const stats = await withHandle(session, stage, signal, async (handle) => {
          checkSize(await session.handleStat(handle), sizeBytes, path, operation)
          return settle(session, handle, { old, modifiedMs })
        })
        signal.throwIfAborted()
        if (await publish(session, stage, resolved.full, path, ifExists, operation)) {
          await session.remove(stage).catch(() => {}) // it is stored: a failure now would be wrong
        }
        known.forget(token)
        return { ...entryOf(baseName(path), stats), ...proofOf(stats, sizeBytes) }
      }),
    discard: (path, token, { signal }) =>
      doing('discard', path, signal, (session, operation) => drop(session, path, token, operation)),
    tidy: (path, id, { signal }) =>
      doing('tidy', path, signal, (session, operation) => drop(session, path, stageNameOf(id), operation)),
  }
}

/** Opens a stage that is there. */
async function withHandle<T>(
  session: SftpSession,
  stage: ServerPath,
  signal: AbortSignal,
  work: (handle: Handle) => Promise<T>,
): Promise<T> {
  return fillStage({
    open: () => awaitHandle(session, session.open(stage, openFlags.write), signal),
    fill: work,
    close: (handle) => session.close(handle),
    drop: (handle) => closeUnwatched(session, handle),
  })
}

/** The staged file of a target. Throws `not-found` when it is gone. */
async function stageAt(session: SftpSession, root: ServerPath, path: string, token: string, operation: string) {
  const stage = await findStage(session, root, path, token, operation)
  if (stage !== undefined) return stage
  throw refuse('not-found', (what) => `The unfinished file for ${what} is gone.`, operation, path)
}

/** Beside the path; or beside what it leads to, where it is a link. */
async function findStage(session: SftpSession, root: ServerPath, path: string, token: string, operation: string) {
  if (!isStageName(token)) throw badToken(operation, path)
  const beside = joinServer((await resolvePath(session, root, path, operation)).folder, token)
  if (await isFile(session, beside)) return beside
  const { resolved } = await targetOf(session, root, path, { ifExists: 'replace' }, operation)
  const there = joinServer(resolved.folder, token)
  return there !== beside && (await isFile(session, there)) ? there : undefined
}

async function isFile(session: SftpSession, full: ServerPath): Promise<boolean> {
  const found = await statIfAny(session.linkStat(full))
  return found !== undefined && kindOf(found) === 'file'
}

function badToken(operation: string, path: string) {
  return refuse('bad-input', (what) => `That can’t be an unfinished file for ${what}.`, operation, path)
}

function badPieces(operation: string, path: string, problem: string) {
  return refuse('bad-input', (what) => `${what} can’t be put together: ${problem}.`, operation, path)
}
