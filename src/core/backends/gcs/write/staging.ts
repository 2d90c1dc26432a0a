/**
 * Writes files in pieces: separate objects, which the service joins at the end. They survive the end of the program.
 */
import { baseName } from '../../../../contract/location.ts'
import type { Backend, Piece, PublishOptions, Stored } from '../../backend.ts'
import { contentTypeOf } from '../../content-type.ts'
import { crc32Of } from '../../crc32.ts'
import { atAddress, type FileAddress, fileAt } from '../../object-store/address.ts'
import {
  type Attempt,
  badPieces,
  badToken,
  notAsSent,
  otherSize,
  refuse,
  taken,
  tooManyPieces,
} from '../../object-store/failures/failures.ts'
import { isMissing, isUnmet } from '../../object-store/failures/refusal.ts'
import { parentPrefix } from '../../object-store/object-names.ts'
import { noteStored } from '../../object-store/write/target.ts'
import { isStageId, isStageName, problemOfPieces, stageNameOf } from '../../facets/stages.ts'
import type { Scope } from '../connect/scope.ts'
import { failingAs } from '../failures/failures.ts'
import type { SaidObject } from '../read/facts.ts'
import { headIfAny } from '../read/look-up.ts'
import { dropStage, isMadeOf, joinPieces, objectsIn, pieceKey, type SourcePiece, type Stage } from './stages.ts'
import { type NewObject, putObject } from './upload.ts'
import { freeTarget, storedOf } from './write.ts'

const leastPieceBytes = 16 * 1024 ** 2
const mostPieces = 10_000

type Staging = NonNullable<Backend['staging']>
type Open = Stage & FileAddress

export function stagingOf(scope: Scope): Staging {
  // pieces exist for hours, and other storage classes have a minimum charge of months
  const ofPieces = { client: scope.client, storageClass: 'STANDARD' }
  const doing = <T>(
    method: keyof Staging,
    path: string,
    token: string,
    signal: AbortSignal,
    work: (open: Open) => Promise<T>,
  ): Promise<T> => {
    const address = fileAt(scope, path, `gcs.staging.${method}`)
    return failingAs(address.attempt, async () => {
      signal.throwIfAborted()
      if (!isStageName(token)) throw badToken(address.attempt)
      return work({ ...address, ...stageBeside(address, token) })
    })
  }
  const checkThere = async ({ bucket, prefix, attempt }: Open, signal: AbortSignal) => {
    if (!(await headIfAny(scope.client, bucket, prefix, signal))) throw goneStage(attempt)
  }

  return {
    begin: (path, { id, expectedBytes, ifExists, signal }) =>
      atAddress(scope, { operation: 'gcs.staging.begin', path, signal }, async (address, attempt) => {
        if (!isStageId(id)) throw badToken(attempt)
        const target = await freeTarget(scope, address, attempt, { ifExists, signal })
        const token = stageNameOf(id)
        const { bucket, prefix: key } = stageBeside(target, token)
        await putObject(ofPieces, { bucket, key, mustBeNew: false, signal }, new Uint8Array())
        return { token, pieceBytes: pieceBytesFor(expectedBytes) }
      }),
    pieces: (path, token, { signal }) =>
      doing('pieces', path, token, signal, async (open) => {
        await checkThere(open, signal)
        return (await objectsIn(scope, open, { signal })).flatMap((said): Piece[] => {
          const [, number] = /\/(\d{5})$/.exec(said.name) ?? []
          return number === undefined ? [] : [pieceOf(Number(number), said)]
        })
      }),
    writePiece: (path, token, number, bytes, { signal }) =>
      doing('writePiece', path, token, signal, async (open) => {
        if (!Number.isSafeInteger(number) || number < 0 || number >= mostPieces) {
          throw tooManyPieces(open.attempt, mostPieces)
        }
        await checkThere(open, signal)
        const piece = { bucket: open.bucket, key: pieceKey(open, number), mustBeNew: false, signal }
        return pieceOf(number, await putObject(ofPieces, piece, bytes))
      }),
    publish: (path, token, options) =>
      doing('publish', path, token, options.signal, (open) => publish(scope, open, path, options)),
    discard: (path, token, { signal }) =>
      doing('discard', path, token, signal, (open) => dropStage(scope, open, signal)),
    tidy: (path, id, { signal }) =>
      doing('tidy', path, stageNameOf(id), signal, (open) => dropStage(scope, open, signal)),
  }
}

function stageBeside({ container, key }: Pick<FileAddress, 'container' | 'key'>, token: string): Stage {
  return { bucket: container, prefix: `${parentPrefix(key)}${token}/` }
}

function pieceBytesFor(expectedBytes: number): number {
  const mebibyte = 1024 ** 2
  return Math.max(leastPieceBytes, Math.ceil(expectedBytes / mostPieces / mebibyte) * mebibyte)
}

async function publish(
  scope: Scope,
  open: Open,
  path: string,
  { ifExists, sizeBytes, pieces, properties, signal }: PublishOptions,
): Promise<Stored> {
  const { bucket, key, attempt } = open
  if (problemOfPieces(pieces, sizeBytes)) throw badPieces(attempt)
  const sources = pieces.map((piece) => sourceOf(open, piece))
  const known = sources.filter((source) => source !== undefined)
  if (known.length < sources.length) throw notAsSent(attempt)
  const object: NewObject = {
    ...contentTypeOf(baseName(path)),
    ...(properties?.contentType !== undefined && { contentType: properties.contentType }),
    bucket,
    key,
    mustBeNew: ifExists === 'fail',
    signal,
  }
  const { said, isProven } = await joinOrFind(scope, open, known, object)
  if (Number(said.size) !== sizeBytes) throw otherSize(attempt, Number(said.size), sizeBytes)
  if (!isProven && said.crc32c !== undefined) throw notAsSent(attempt)
  noteStored(scope, bucket, key)
  await dropStage(scope, open, signal).catch(() => {}) // the file is stored, so a failure must not be reported
  return storedOf(path, said, isProven ? 'sum' : 'size')
}

/** If an earlier call joined the pieces and its response was lost, returns the object it created. */
async function joinOrFind(scope: Scope, open: Open, pieces: readonly SourcePiece[], object: NewObject) {
  const { bucket, key, signal } = object
  try {
    if (pieces.length > 0) return await joinPieces(scope, open, pieces, object)
    if (!(await headIfAny(scope.client, bucket, open.prefix, signal))) throw goneStage(open.attempt)
    return { said: await putObject(scope, object, new Uint8Array()), isProven: true }
  } catch (error) {
    if (!isUnmet(error) && !isMissing(error)) throw error
    const there = await headIfAny(scope.client, bucket, key, signal)
    if (there && pieces.length > 0 && isMadeOf(there, pieces)) return { said: there, isProven: true }
    if (isUnmet(error)) throw there && object.mustBeNew ? taken(open.attempt) : notAsSent(open.attempt)
    const isStaged = await headIfAny(scope.client, bucket, open.prefix, signal)
    throw isStaged ? notAsSent(open.attempt) : goneStage(open.attempt)
  }
}

function goneStage(attempt: Attempt) {
  return refuse('not-found', 'store.stage-gone', attempt)
}

/** Returns the piece for an object. Its tag holds the size, the checksum and the generation for publishing. */
function pieceOf(number: number, { size, crc32c = '', generation = '' }: SaidObject): Piece {
  return { number, sizeBytes: Number(size), tag: `${size} ${crc32c} ${generation}` }
}

/** Returns undefined if the service never reported the piece, or reported another size. */
function sourceOf(stage: Stage, { number, sizeBytes, tag = '' }: Piece): SourcePiece | undefined {
  const [, size, crc32c, generation] = /^(\d+) (\S*) (\d+)$/.exec(tag) ?? []
  if (generation === undefined || Number(size) !== sizeBytes) return undefined
  return { name: pieceKey(stage, number), generation, sizeBytes, crc32: crc32Of(crc32c) }
}
