/**
 * Files in pieces: blocks that are not committed yet. Their names tell which stage they belong to; beginning one asks
 * nothing of the service. It forgets blocks after a week, and when the name is written otherwise.
 */
import { createHash } from 'node:crypto'
import type { Backend, Piece } from '../backend.ts'
import { isStageId, problemOfPieces } from '../stages.ts'
import { blockBytesFor, blockLimits } from './block-size.ts'
import { blockNames, dropBlocks, sendBlock } from './blocks.ts'
import { type Attempt, failingAs, refuse } from './failures.ts'
import { headIfAny, unlessDenied } from './look-up.ts'
import { attemptAt, fileAt, placeOf, type Scope } from './place.ts'
import { isMissing, isUnmet } from './refusal.ts'
import { putOptions, storedWith } from './stored.ts'
import { checkStored, checkTarget, putBlob, type Target, taken, targetOf } from './write.ts'

type Staging = NonNullable<Backend['staging']>

export function stagingOf(scope: Scope): Staging {
  const { client } = scope

  const doing = async <T>(
    method: keyof Staging,
    path: string,
    { id, signal }: { readonly id: string; readonly signal: AbortSignal },
    work: (target: Target, nameBlock: (index: number) => string) => Promise<T>,
  ): Promise<T> => {
    const target = fileAt(scope, path, `azure.staging.${method}`)
    return failingAs(target.attempt, async () => {
      signal.throwIfAborted()
      if (!isStageId(id)) throw badToken(target.attempt)
      return work(target, stageBlockNames(id))
    })
  }

  return {
    async begin(path, { id, expectedBytes, ifExists, signal }) {
      signal.throwIfAborted()
      const operation = 'azure.staging.begin'
      const place = placeOf(scope, path, operation)
      const attempt = attemptAt(place, operation, path)
      return failingAs(attempt, async () => {
        if (!isStageId(id)) throw badToken(attempt)
        const target = targetOf(place, attempt)
        await checkTarget(scope, place.kind === 'inside' ? place : {}, target, { ifExists, signal })
        return { token: id, pieceBytes: blockBytesFor(1, expectedBytes) }
      })
    },
    pieces: (path, id, { believed, signal }) =>
      doing('pieces', path, { id, signal }, async (target, nameBlock) => {
        const { own } = await blocksOf(scope, target, nameBlock, signal)
        if (own.size === 0 && believed.some(({ sizeBytes }) => sizeBytes > 0)) throw gone(target.attempt)
        return [...own]
          .toSorted(([a], [b]) => a - b)
          .map(([number, sizeBytes]): Piece => {
            const known = believed.find((piece) => piece.number === number && piece.sizeBytes === sizeBytes)
            return known ?? { number, sizeBytes }
          })
      }),
    writePiece: (path, id, number, bytes, { signal }) =>
      doing('writePiece', path, { id, signal }, async ({ container, key, attempt }, nameBlock) => {
        if (!Number.isSafeInteger(number) || number < 0 || number >= blockLimits.blocks) {
          throw badPieces(attempt, 'there can be 50,000 pieces')
        }
        if (bytes.length > blockLimits.blockBytes) throw badPieces(attempt, 'a piece is too large')
        if (bytes.length === 0) return { number, sizeBytes: 0 } // there are no empty blocks, and none is needed
        const at = { container, key, request: { right: 'write', signal } } as const
        const { md5, isProven } = await sendBlock(scope, at, nameBlock(number), bytes)
        return { number, sizeBytes: bytes.length, ...(isProven && { tag: md5.toString('hex') }) }
      }),
    publish: (path, id, { ifExists, sizeBytes, pieces, properties, sums, signal }) =>
      doing('publish', path, { id, signal }, async (target, nameBlock) => {
        const { container, key, attempt } = target
        const problem = problemOfPieces(pieces, sizeBytes)
        if (problem !== undefined) throw badPieces(attempt, problem)
        const mustBeNew = ifExists === 'fail'
        const stored = storedWith(key, properties, { mustBeNew, tier: scope.tier })
        const filled = pieces.filter((piece) => piece.sizeBytes > 0)
        const names = filled.map(({ number }) => nameBlock(number))
        const known = { bytes: sizeBytes, md5: sums?.['md5'], tier: stored.tier }
        const isProven = filled.every(({ tag }) => tag !== undefined)
        try {
          if (names.length === 0) {
            const put = await putBlob(scope, { container, key, bytes: new Uint8Array(), stored, signal })
            return await checkStored(scope, target, { ...known, ...put }, signal)
          }
          const { own, committed } = await blocksOf(scope, target, nameBlock, signal)
          // what an earlier try stored whose answer was not heard
          if (isSame(committed, names)) return await checkStored(scope, target, { ...known, isProven: false }, signal)
          if (own.size === 0) throw await goneOrTaken(scope, target, mustBeNew, signal)
          if (filled.some((piece) => own.get(piece.number) !== piece.sizeBytes)) throw notAsSent(attempt)
          const md5 = known.md5 === undefined ? {} : { md5: Buffer.from(known.md5, 'hex') }
          const answer = await client.request({ right: 'write', signal }, ({ abortSignal }) =>
            client.blob(container, key).commitBlockList(names, { abortSignal, ...putOptions({ ...stored, ...md5 }) }),
          )
          return await checkStored(scope, target, { ...known, answer, isProven }, signal)
        } catch (error) {
          if (mustBeNew && isUnmet(error)) throw taken(attempt)
          throw error
        }
      }),
    discard: (path, id, { signal }) =>
      doing('discard', path, { id, signal }, async (target, nameBlock) => {
        const { own, others } = await blocksOf(scope, target, nameBlock, signal)
        // they can only go together, and those of others may be wanted still
        if (own.size > 0 && others === 0) await dropBlocks(scope, target.container, target.key, signal)
      }),
    // beginning leaves nothing
    tidy: (path, id, { signal }) => doing('tidy', path, { id, signal }, async () => {}),
  }
}

interface Blocks {
  /** How long each block of this stage is, by its number; not committed. */
  readonly own: ReadonlyMap<number, number>
  /** How many of other stages and writers there are. */
  readonly others: number
  /** Names of what the blob is made of. */
  readonly committed: readonly string[]
}

async function blocksOf(
  { client }: Scope,
  { container, key }: Target,
  nameBlock: (index: number) => string,
  signal: AbortSignal,
): Promise<Blocks> {
  try {
    const { uncommittedBlocks = [], committedBlocks = [] } = await client.request(
      { right: 'read', signal },
      ({ abortSignal }) => client.blob(container, key).getBlockList('all', { abortSignal }),
    )
    const own = new Map<number, number>()
    for (const { name, size } of uncommittedBlocks) {
      const number = Number(/-(\d+)$/.exec(Buffer.from(name, 'base64').toString('latin1'))?.[1] ?? Number.NaN)
      if (nameBlock(number) === name) own.set(number, size)
    }
    const others = uncommittedBlocks.length - own.size
    return { own, others, committed: committedBlocks.map(({ name }) => name) }
  } catch (error) {
    if (isMissing(error)) return { own: new Map(), others: 0, committed: [] }
    throw error
  }
}

/** As long as those of other writers: all blocks of a blob have names of one length. */
function stageBlockNames(id: string): (index: number) => string {
  return blockNames(createHash('sha256').update(id).digest('hex').slice(0, 24))
}

function isSame(names: readonly string[], wanted: readonly string[]): boolean {
  return names.length === wanted.length && names.every((name, index) => name === wanted[index])
}

/** Writing the name otherwise takes the blocks away. */
async function goneOrTaken(scope: Scope, { container, key, attempt }: Target, mustBeNew: boolean, signal: AbortSignal) {
  const found = mustBeNew && (await unlessDenied(headIfAny(scope, container, key, signal), undefined))
  return found ? taken(attempt) : gone(attempt)
}

function gone(attempt: Attempt) {
  return refuse('not-found', (what) => `The unfinished blocks of ${what} are gone.`, attempt)
}

function badToken(attempt: Attempt) {
  return refuse('bad-input', (what) => `That can’t be an unfinished upload of ${what}.`, attempt)
}

function badPieces(attempt: Attempt, problem: string) {
  return refuse('bad-input', (what) => `${what} can’t be put together: ${problem}.`, attempt)
}

function notAsSent(attempt: Attempt) {
  return refuse('corrupt', (what) => `The pieces of ${what} that are there are not those that were sent.`, attempt)
}
