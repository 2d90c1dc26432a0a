/** Writes files in pieces. Each piece is a chunk of the server's own upload. */
import { StorageError } from '../../../../contract/failure.ts'
import type { Backend, Piece, PublishOptions, Stored } from '../../backend.ts'
import { fits, isStageId, problemOfPieces } from '../../facets/stages.ts'
import { davPath } from '../connect/paths.ts'
import { failingAs, hasStatus, refuse } from '../failures/failures.ts'
import { explainPut, targetOf } from '../write/targets.ts'
import type { CloudServer } from './cloud.ts'
import { putAs } from './publish.ts'
import {
  abandon,
  assemble,
  beginUpload,
  chunkBytesFor,
  chunksOf,
  isToken,
  putChunk,
  tokenOf,
  type Upload,
} from './uploads.ts'
import { needFolder, putWhole } from './write.ts'

type Staging = NonNullable<Backend['staging']>

export function stagingOf(server: CloudServer): Staging {
  /**
   * The expected total size of each upload. It is sent early, so that the server can report missing space in time.
   */
  const expected = new Map<string, number>()

  const uploadAt = (path: string, token: string, operation: string): Upload => {
    if (!isToken(token)) throw refuse('bad-input', 'store.bad-stage', operation, path)
    return { token, target: davPath(server.root, path, operation), totalBytes: expected.get(token) }
  }
  const doing = <T>(method: keyof Staging, path: string, work: (operation: string) => Promise<T>): Promise<T> => {
    const operation = `webdav.staging.${method}`
    return failingAs(operation, path, () => work(operation))
  }
  const gone = (path: string, operation: string, error: unknown) =>
    hasStatus(error, 404, 409, 410) ? refuse('not-found', 'store.stage-gone', operation, path, error) : error
  async function there(
    upload: Upload,
    path: string,
    operation: string,
    signal: AbortSignal,
  ): Promise<readonly Piece[]> {
    try {
      return await chunksOf(server, upload, { signal })
    } catch (error) {
      throw gone(path, operation, error)
    }
  }

  return {
    begin: (path, { id, expectedBytes, ifExists, signal }) =>
      doing('begin', path, async (operation) => {
        if (!isStageId(id)) throw refuse('bad-input', 'store.bad-stage', operation, path)
        const { old } = await targetOf(server, path, { ifExists, signal }, operation)
        if (!old) await needFolder(server, path, operation, { signal })
        const token = tokenOf(id)
        expected.set(token, expectedBytes)
        await beginUpload(server, uploadAt(path, token, operation), { signal })
        return { token, pieceBytes: chunkBytesFor(expectedBytes) }
      }),
    pieces: (path, token, { signal }) =>
      doing('pieces', path, (operation) => there(uploadAt(path, token, operation), path, operation, signal)),
    writePiece: (path, token, number, bytes, { signal }) =>
      doing('writePiece', path, async (operation) => {
        if (!fits({ number, sizeBytes: bytes.length }, Infinity)) {
          throw refuse('bad-input', 'store.bad-pieces', operation, path)
        }
        try {
          await putChunk(server, uploadAt(path, token, operation), number, bytes, { signal })
        } catch (error) {
          throw gone(path, operation, error)
        }
        return { number, sizeBytes: bytes.length }
      }),
    publish: (path, token, options) =>
      doing('publish', path, async (operation) => {
        const problem = problemOfPieces(options.pieces, options.sizeBytes)
        if (problem) {
          const { failure } = refuse('bad-input', 'store.bad-pieces', operation, path)
          throw new StorageError({ ...failure, detail: problem.message })
        }
        const upload = { ...uploadAt(path, token, operation), totalBytes: options.sizeBytes }
        const found = await there(upload, path, operation, options.signal)
        const sizes = new Map(found.map(({ number, sizeBytes }) => [number, sizeBytes]))
        if (options.pieces.some(({ number, sizeBytes }) => sizeBytes > 0 && sizes.get(number) !== sizeBytes)) {
          throw refuse('corrupt', 'store.piece-differs', operation, path)
        }
        const stored = await publish(server, upload, path, options, operation)
        expected.delete(token)
        return stored
      }),
    discard: (path, token, { signal }) =>
      doing('discard', path, (operation) => abandon(server, uploadAt(path, token, operation), { signal })),
    tidy: (path, id, { signal }) =>
      doing('tidy', path, (operation) => abandon(server, uploadAt(path, tokenOf(id), operation), { signal })),
  }
}

async function publish(
  server: CloudServer,
  upload: Upload,
  path: string,
  { ifExists, sizeBytes, modifiedMs, sums, signal }: PublishOptions,
  operation: string,
): Promise<Stored> {
  const { target } = upload
  try {
    const put = { path, sentBytes: sizeBytes, ifExists, signal, operation }
    const stored = await putAs(server, target, put, (overwrite) =>
      sizeBytes === 0
        ? putWhole(server, target, new Uint8Array(), { overwrite, modifiedMs, signal })
        : assemble(server, upload, { overwrite, modifiedMs, sha1: sums?.['sha1'], signal }),
    )
    if (sizeBytes === 0) await abandon(server, upload, { signal })
    return stored
  } catch (error) {
    throw await explainPut(server, path, error, operation, { signal })
  }
}
