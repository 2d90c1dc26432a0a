import { baseName } from '../../../contract/location.ts'
import type { Backend, Piece, StageOptions } from '../backend.ts'
import { contentTypeOf } from '../content-type.ts'
import { fits, isStageId, problemOfPieces } from '../facets/stages.ts'
import { memoryFailure } from './failures.ts'
import type { History } from './history.ts'
import { createFileNode, type FolderNode } from './tree.ts'
import { checkTarget, ownProperties, putFile } from './write.ts'

const pieceBytes = 256 * 1024

interface StagedFile {
  readonly path: string
  readonly properties: StageOptions['properties']
  readonly pieces: Map<number, Uint8Array>
}

/** Stages are kept outside the tree, so they are invisible. */
export function stagingOf(root: FolderNode, history: History | undefined): NonNullable<Backend['staging']> {
  const stages = new Map<string, StagedFile>()

  function stageOf(path: string, token: string, operation: string): StagedFile {
    const stage = stages.get(token)
    if (stage?.path === path) return stage
    throw memoryFailure('not-found', path, operation)
  }
  const pieceOf = ([number, { length }]: readonly [number, Uint8Array]): Piece => ({ number, sizeBytes: length })

  return {
    async begin(path, { id, ifExists, properties, signal }) {
      signal.throwIfAborted()
      const operation = 'memory.staging.begin'
      if (!isStageId(id)) throw memoryFailure('bad-input', path, operation)
      checkTarget(root, path, ifExists)
      if (stages.has(id)) throw memoryFailure('exists', path, operation)
      stages.set(id, { path, properties, pieces: new Map() })
      return { token: id, pieceBytes }
    },
    async pieces(path, token, { signal }) {
      signal.throwIfAborted()
      const { pieces } = stageOf(path, token, 'memory.staging.pieces')
      return [...pieces].map(pieceOf).toSorted((a, b) => a.number - b.number)
    },
    async writePiece(path, token, number, bytes, { signal }) {
      signal.throwIfAborted()
      const operation = 'memory.staging.writePiece'
      const { pieces } = stageOf(path, token, operation)
      const piece: Piece = { number, sizeBytes: bytes.length }
      if (!fits(piece, pieceBytes)) throw memoryFailure('bad-input', path, operation)
      pieces.set(number, bytes.slice())
      return piece
    },
    async publish(path, token, { signal, ifExists, sizeBytes, pieces, modifiedMs, properties }) {
      signal.throwIfAborted()
      const operation = 'memory.staging.publish'
      const stage = stageOf(path, token, operation)
      if (problemOfPieces(pieces, sizeBytes, pieceBytes)) throw memoryFailure('bad-input', path, operation)
      const chunks = pieces.map((piece) => stage.pieces.get(piece.number) ?? new Uint8Array())
      if (chunks.some(({ length }, index) => length !== pieces[index]?.sizeBytes)) {
        throw memoryFailure('corrupt', path, operation)
      }
      const file = createFileNode({
        bytes: Buffer.concat(chunks),
        modifiedMs: modifiedMs ?? Date.now(),
        properties: { ...contentTypeOf(baseName(path)), ...ownProperties({ ...stage.properties, ...properties }) },
      })
      const stored = putFile(root, path, file, { ifExists, history })
      stages.delete(token)
      return stored
    },
    async discard(path, token, { signal }) {
      signal.throwIfAborted()
      if (stages.get(token)?.path === path) stages.delete(token)
    },
    async tidy(path, id, { signal }) {
      signal.throwIfAborted()
      if (stages.get(id)?.path === path) stages.delete(id)
    },
  }
}
