/**
 * Writes files in pieces: each is written at its position in a staging file beside the target, and flushed to disk if
 * the server can.
 */
import { baseName } from '../../../../contract/location.ts'
import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import type { Backend } from '../../backend.ts'
import { fillStage } from '../../facets/staged-write.ts'
import { badPieces, badToken, findStage, publishPieces, stageAt, type StagedPath } from '../../facets/staged-pieces.ts'
import { createKnownPieces, fits, isStageId, stageNameOf } from '../../facets/stages.ts'
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
import { checkSize, parentOf, proofOf, publish, settle, type Target, targetOf } from './write.ts'
import { said } from '../../../../contract/sentences/said.ts'

/**
 * This size must never change for stages with this form of name: resuming a stage requires that its piece positions are
 * known.
 */
const pieceBytes = 16 * 1024 ** 2

type Staging = NonNullable<Backend['staging']>

export function stagingOf(connections: Connections, root: ServerPath): Staging {
  const known = createKnownPieces()
  const at = (session: SftpSession, path: string, operation: string): StagedPath<ServerPath, Target> => ({
    folder: async () => (await resolvePath(session, root, path, operation)).folder,
    target: (ifExists) => targetOf(session, root, path, { ifExists }, operation),
    join: joinServer,
    isFile: (full) => isFile(session, full),
    refuse: (kind, code) => refuse(kind, code, operation, path),
  })

  /** Uses the connection for short requests. A caller that aborts does not wait for a response. */
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
    const stage = await findStage(at(session, path, operation), token)
    if (stage !== undefined) await session.remove(stage)
  }

  return {
    mostPieces: 2, // all pieces share one connection
    begin: (path, { id, ifExists, signal }) =>
      doing('begin', path, signal, async (session, operation) => {
        if (!isStageId(id)) throw badToken(at(session, path, operation))
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
        const { sizeBytes = 0 } = await session.linkStat(await stageAt(at(session, path, operation), token))
        const pieces = believed.filter(
          (piece) => fits(piece, pieceBytes) && piece.number * pieceBytes + piece.sizeBytes <= sizeBytes,
        )
        known.begin(token, pieces)
        return pieces
      }),
    async writePiece(path, token, number, bytes, { signal }) {
      const piece = { number, sizeBytes: bytes.length }
      const stage = await doing('writePiece', path, signal, (session, operation) => {
        if (fits(piece, pieceBytes)) return stageAt(at(session, path, operation), token)
        throw badPieces(at(session, path, operation), said('pieces.too-large'))
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
    publish: (path, token, options) =>
      doing('publish', path, options.signal, (session, operation) => {
        const { ifExists, sizeBytes, modifiedMs, signal } = options
        return publishPieces(at(session, path, operation), { token, pieceBytes, known }, options, {
          async settle(stage, { old }) {
            const stats = await withHandle(session, stage, signal, async (handle) => {
              checkSize(await session.handleStat(handle), sizeBytes, path, operation)
              return settle(session, handle, { old, modifiedMs })
            })
            return { ...entryOf(baseName(path), stats), ...proofOf(stats, sizeBytes) }
          },
          publish: (stage, { resolved }) => publish(session, stage, resolved.full, path, ifExists, operation),
          remove: (stage) => session.remove(stage),
        })
      }),
    discard: (path, token, { signal }) =>
      doing('discard', path, signal, (session, operation) => drop(session, path, token, operation)),
    tidy: (path, id, { signal }) =>
      doing('tidy', path, signal, (session, operation) => drop(session, path, stageNameOf(id), operation)),
  }
}

/** Opens an existing stage. */
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

async function isFile(session: SftpSession, full: ServerPath): Promise<boolean> {
  const found = await statIfAny(session.linkStat(full))
  return found !== undefined && kindOf(found) === 'file'
}
