/** Writes files in pieces, with history. A published file is recorded before another program may overwrite it. */
import type { Backend } from '../../backend.ts'
import { placeOf } from '../place.ts'
import { isStageName, stageNameOf } from '../../facets/stages.ts'
import { failingAs } from '../../local/failures/failures.ts'
import { followStages } from './follow-stages.ts'
import { isAsKept, keepStage, keptAt, stagePath } from './keep-stage.ts'
import { noteOutside, type Shelf, writtenState } from '../shelf.ts'

type Staging = NonNullable<Backend['staging']>

export function stagingOf(shelf: Shelf, staging: Staging): Staging {
  const at = (path: string, method: keyof Staging) =>
    placeOf(shelf.root, path, { operation: `shelf.staging.${method}`, links: 'follow' })
  const followed = followStages(shelf)
  return {
    ...staging,
    async begin(path, options) {
      const place = await at(path, 'begin')
      const stage = await staging.begin(path, options)
      await followed.begin(stagePath(shelf, place, stage.token), stage.pieceBytes, options.expectedBytes)
      return stage
    },
    async pieces(path, token, options) {
      await at(path, 'pieces')
      return staging.pieces(path, token, options)
    },
    async writePiece(path, token, number, bytes, options) {
      const place = await at(path, 'writePiece')
      const write = () => staging.writePiece(path, token, number, bytes, options)
      return followed.piece(stagePath(shelf, place, token), number, write)
    },
    ...(staging.copyPiece && {
      async copyPiece(path, token, number, options) {
        const place = await at(path, 'copyPiece')
        return followed.piece(stagePath(shelf, place, token), number, async () => {
          if (!staging.copyPiece) throw new Error('there are only pieces with bytes')
          return staging.copyPiece(path, token, number, options)
        })
      },
    }),
    async publish(path, token, options) {
      const { signal } = options
      const place = await at(path, 'publish')
      if (!isStageName(token)) return staging.publish(path, token, options) // reports the error
      const stage = stagePath(shelf, place, token)
      const kept = await failingAs(
        'shelf.staging.publish',
        place,
        async () => (await followed.end(stage, signal)) ?? (await keepStage(shelf, stage, signal)),
      )
      return shelf.lock.hold(signal, async () => {
        await noteOutside(shelf, place, signal)
        const known = (await isAsKept(stage, kept)) ? kept : undefined
        const stored = await staging.publish(path, token, options)
        const saved = await keptAt(shelf, place, known)
        const state = await writtenState(shelf, place, saved, stored, options.properties)
        return { ...stored, version: shelf.history.note(place, state) }
      })
    },
    async discard(path, token, options) {
      const place = await at(path, 'discard')
      await followed.drop(stagePath(shelf, place, token))
      await staging.discard(path, token, options)
    },
    async tidy(path, id, options) {
      const place = await at(path, 'tidy')
      await followed.drop(stagePath(shelf, place, stageNameOf(id)))
      await staging.tidy(path, id, options)
    },
  }
}
