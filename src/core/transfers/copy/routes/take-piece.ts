import type { Backend, Piece } from '../../../backends/backend.ts'
import type { CopyContext, FileJob } from '../copy-context.ts'
import { giveMemory } from './piece-memory.ts'
import { readPiece, type PieceWish } from './read-piece.ts'

type Staging = NonNullable<Backend['staging']>
type Stage = { readonly token: string; readonly pieceBytes: number }
/** Copies a piece from the source to its offset in the stage. */
export type TakePiece = (number: number, wish: PieceWish) => Promise<Piece>

/**
 * The system copies the piece if both sides are on this computer. Otherwise it passes through the memory of this
 * program.
 */
export function pieceTaker(context: CopyContext, job: FileJob, staging: Staging, stage: Stage): TakePiece {
  const { from, to } = job
  const local = from.backend.localPath
  return async (number, wish) => {
    const { length, mark, signal, onBytes, onSource } = wish
    const byItself = local && {
      fromLocalPath: local.osPath(from.path),
      sizeBytes: length,
      signal,
      ...(mark !== undefined && { ifUnchanged: mark }),
    }
    if (byItself && staging.copyPiece && !context.isHeldBack()) {
      await context.pass(length, signal)
      const copied = await staging.copyPiece(to.path, stage.token, number, byItself)
      onSource(copied.mark, copied.source)
      onBytes(length)
      return copied.piece
    }
    const giveBack = await context.buffers.take(stage.pieceBytes, signal)
    try {
      const found = await readPiece(context, from, wish)
      onSource(found.mark, found.opened)
      const piece = await staging.writePiece(to.path, stage.token, number, found.bytes, { signal })
      if (staging.freesBytes) giveMemory(found.bytes)
      return piece
    } finally {
      giveBack()
    }
  }
}
