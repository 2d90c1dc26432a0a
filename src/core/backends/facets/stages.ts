/** Checks of the arguments of `staging`, shared by all backends. Each backend words its own failures. */
import type { Piece } from '../backend.ts'
import { type Said, said } from '../../../contract/sentences/said.ts'

const stageId = /^[a-z0-9]{1,64}$/
const stageName = /^\.portolan-[a-z0-9]{1,64}\.part$/

export function isStageId(id: string): boolean {
  return stageId.test(id)
}

/** Returns the name of the staging file. It is in the folder that the published file will be in. */
export function stageNameOf(id: string): string {
  return `.portolan-${id}.part`
}

/** Tells whether a token is such a name, and not a path. */
export function isStageName(token: string): boolean {
  return stageName.test(token)
}

/** Tells whether this can be a piece of a file with pieces of that size. */
export function fits({ number, sizeBytes }: Pick<Piece, 'number' | 'sizeBytes'>, pieceBytes: number): boolean {
  return Number.isSafeInteger(number) && number >= 0 && sizeBytes >= 0 && sizeBytes <= pieceBytes
}

/**
 * Returns what is wrong with the pieces of a file of that size, or undefined. An empty file has one empty piece or no
 * piece.
 */
export function problemOfPieces(
  pieces: readonly Piece[],
  sizeBytes: number,
  pieceBytes = pieces[0]?.sizeBytes ?? 0,
): Said | undefined {
  const last = pieces.length - 1
  const odd = pieces.find(({ number }, index) => number !== index)
  if (odd) return said('pieces.out-of-order')
  const isEven = pieces.every((piece, index) =>
    index < last ? piece.sizeBytes === pieceBytes : fits(piece, pieceBytes),
  )
  if (!isEven) return said('pieces.other-sizes')
  const sum = pieces.reduce((bytes, piece) => bytes + piece.sizeBytes, 0)
  return sum === sizeBytes ? undefined : said('pieces.other-total', { sum, sizeBytes })
}

/** Remembers which pieces this process has written. Needed if the length of a staging file does not show gaps. */
export interface KnownPieces {
  /** Starts to record the pieces of this stage. */
  begin(token: string, pieces: readonly Piece[]): void
  add(token: string, piece: Piece): void
  drop(token: string, number: number): void
  forget(token: string): void
  /**
   * Returns a piece that was never written with that size. Undefined for stages that this process neither began nor
   * queried.
   */
  missing(token: string, pieces: readonly Piece[]): Piece | undefined
}

export function createKnownPieces(): KnownPieces {
  const stages = new Map<string, Map<number, number>>()
  return {
    begin: (token, pieces) =>
      void stages.set(token, new Map(pieces.map(({ number, sizeBytes }) => [number, sizeBytes]))),
    add: (token, { number, sizeBytes }) => void stages.get(token)?.set(number, sizeBytes),
    drop: (token, number) => void stages.get(token)?.delete(number),
    forget: (token) => void stages.delete(token),
    missing(token, pieces) {
      const known = stages.get(token)
      return known && pieces.find(({ number, sizeBytes }) => sizeBytes > 0 && known.get(number) !== sizeBytes)
    },
  }
}
