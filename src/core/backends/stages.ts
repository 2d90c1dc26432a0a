/** What every backend's `staging` asks of what it is given. Each says in its own words what is wrong. */
import type { Piece } from './backend.ts'
import { type Said, said } from '../../contract/sentences/said.ts'

const stageId = /^[a-z0-9]{1,64}$/
const stageName = /^\.portolan-[a-z0-9]{1,64}\.part$/

export function isStageId(id: string): boolean {
  return stageId.test(id)
}

/** Of the file that holds what has no name yet, in the folder it will have its name in. */
export function stageNameOf(id: string): string {
  return `.portolan-${id}.part`
}

/** A token that is such a name, and never a path. */
export function isStageName(token: string): boolean {
  return stageName.test(token)
}

/** Can this be a piece of a file in pieces of so many bytes? */
export function fits({ number, sizeBytes }: Pick<Piece, 'number' | 'sizeBytes'>, pieceBytes: number): boolean {
  return Number.isSafeInteger(number) && number >= 0 && sizeBytes >= 0 && sizeBytes <= pieceBytes
}

/** What is wrong with the pieces of a file of that size, if anything. An empty file has one empty piece, or none. */
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

/** Which pieces this process knows to be there, of stages whose length does not show a gap. */
export interface KnownPieces {
  /** From now on it is known of this stage. */
  begin(token: string, pieces: readonly Piece[]): void
  add(token: string, piece: Piece): void
  drop(token: string, number: number): void
  forget(token: string): void
  /** One that was never written so long. Of stages nobody began or asked of here, nothing is known. */
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
