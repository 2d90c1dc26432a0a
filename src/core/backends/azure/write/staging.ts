/**
 * Writes files in pieces: blocks that are not committed yet. Their names contain the stage. `begin` sends no request.
 * The service discards blocks after a week, and when the blob is written in another way.
 */
import { type FileAddress, atAddress, fileAt } from '../../object-store/address.ts'
import { isMissing, isUnmet, unlessDenied } from '../../object-store/failures/refusal.ts'
import {
  type Attempt,
  badPieces,
  badToken,
  notAsSent,
  refuse,
  taken,
  tooManyPieces,
} from '../../object-store/failures/failures.ts'
import type { Backend, Piece } from '../../backend.ts'
import { crc32After, crc32Hex, crc32OfAll } from '../../crc32.ts'
import { isStageId, problemOfPieces } from '../../facets/stages.ts'
import { blockBytesFor, blockLimits } from './block-size.ts'
import { dropBlocks, sendBlock } from './blocks.ts'
import { failingAs } from '../failures/failures.ts'
import { keptSum } from '../read/kept-sum.ts'
import { headIfAny } from '../read/look-up.ts'
import type { Scope } from '../connect/scope.ts'
import { type BlockNames, type StageBlock, stageBlockNames } from './stage-blocks.ts'
import { putOptions, storedWith } from './stored.ts'
import { checkStored, freeTarget, putBlob } from './write.ts'

type Staging = NonNullable<Backend['staging']>

export function stagingOf(scope: Scope): Staging {
  const { client } = scope

  const doing = async <T>(
    method: keyof Staging,
    path: string,
    { id, signal }: { readonly id: string; readonly signal: AbortSignal },
    work: (target: FileAddress, names: BlockNames) => Promise<T>,
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
      return atAddress(scope, { operation: 'azure.staging.begin', path, signal }, async (address, attempt) => {
        if (!isStageId(id)) throw badToken(attempt)
        await freeTarget(scope, address, attempt, { ifExists, signal })
        return { token: id, pieceBytes: blockBytesFor(1, expectedBytes) }
      })
    },
    pieces: (path, id, { believed, signal }) =>
      doing('pieces', path, { id, signal }, async (target, names) => {
        const { own } = await blocksOf(scope, target, names, signal)
        if (own.length === 0 && believed.some(({ sizeBytes }) => sizeBytes > 0)) throw gone(target.attempt)
        const counts = new Map<number, number>()
        for (const { number } of own) counts.set(number, (counts.get(number) ?? 0) + 1)
        const tags = new Map(believed.map(({ number, tag }) => [number, tag]))
        // if a piece was sent twice with different bytes, only the caller knows which one is meant
        const isMeant = ({ number, tag }: Piece) => counts.get(number) === 1 || tags.get(number) === tag
        return own.map(pieceOf).filter(isMeant)
      }),
    writePiece: (path, id, number, bytes, { signal }) =>
      doing('writePiece', path, { id, signal }, async ({ container, key, attempt }, names) => {
        if (!Number.isSafeInteger(number) || number < 0 || number >= blockLimits.blocks) {
          throw tooManyPieces(attempt, blockLimits.blocks)
        }
        if (bytes.length > blockLimits.blockBytes) throw refuse('bad-input', 'pieces.too-large', attempt)
        if (bytes.length === 0) return { number, sizeBytes: 0 } // empty blocks do not exist and are not needed
        const at = { container, key, request: { right: 'write', signal } } as const
        const block = { number, crc32: crc32After(0, bytes) }
        const { isProven } = await sendBlock(scope, at, names.nameOf(block), bytes)
        if (!isProven) throw notAsSent(attempt)
        return pieceOf({ ...block, sizeBytes: bytes.length })
      }),
    publish: (path, id, { ifExists, sizeBytes, pieces, properties, sums, signal }) =>
      doing('publish', path, { id, signal }, async (target, names) => {
        const { container, key, attempt } = target
        if (problemOfPieces(pieces, sizeBytes)) throw badPieces(attempt)
        const mustBeNew = ifExists === 'fail'
        const stored = storedWith(key, properties, { mustBeNew, tier: scope.tier })
        const filled = pieces.filter((piece) => piece.sizeBytes > 0)
        const blocks = filled.map(blockOf).filter((block) => block !== undefined)
        const crc32 = crc32OfAll(blocks)
        const isOther = crc32 !== undefined && sums?.['crc32'] !== undefined && sums['crc32'] !== crc32Hex(crc32)
        if (crc32 === undefined || isOther || blocks.length < filled.length) throw notAsSent(attempt)
        const wanted = blocks.map((block) => names.nameOf(block))
        const md5 = sums?.['md5']
        const known = { bytes: sizeBytes, sums: { crc32: crc32Hex(crc32), ...(md5 && { md5 }) }, tier: stored.tier }
        try {
          if (blocks.length === 0) {
            const put = await putBlob(scope, { container, key, bytes: new Uint8Array(), stored, signal })
            return await checkStored(scope, target, { ...known, ...put }, signal)
          }
          const { own, committed } = await blocksOf(scope, target, names, signal)
          // an earlier try stored it, and its response was lost
          if (isSame(committed, wanted)) return await checkStored(scope, target, { ...known, isProven: false }, signal)
          if (own.length === 0) throw await goneOrTaken(scope, target, mustBeNew, signal)
          const sizes = new Map(own.map((block) => [names.nameOf(block), block.sizeBytes]))
          if (blocks.some((block, at) => sizes.get(wanted[at] ?? '') !== block.sizeBytes)) throw notAsSent(attempt)
          const sum = md5
            ? { md5: Buffer.from(md5, 'hex') }
            : { metadata: { ...stored.metadata, ...keptSum(crc32, sizeBytes) } }
          const answer = await client.request({ right: 'write', signal }, ({ abortSignal }) =>
            client.blob(container, key).commitBlockList(wanted, { abortSignal, ...putOptions({ ...stored, ...sum }) }),
          )
          return await checkStored(scope, target, { ...known, answer, isProven: true }, signal)
        } catch (error) {
          if (mustBeNew && isUnmet(error)) throw taken(attempt)
          throw error
        }
      }),
    discard: (path, id, { signal }) =>
      doing('discard', path, { id, signal }, async (target, names) => {
        const { own, others } = await blocksOf(scope, target, names, signal)
        // blocks can only be dropped all together, and those of other writers may still be needed
        if (own.length > 0 && others === 0) await dropBlocks(scope, target.container, target.key, signal)
      }),
    // `begin` leaves nothing behind
    tidy: (path, id, { signal }) => doing('tidy', path, { id, signal }, async () => {}),
  }
}

type OwnBlock = StageBlock & { readonly sizeBytes: number }

interface Blocks {
  /** The uncommitted blocks of this stage, in order. */
  readonly own: readonly OwnBlock[]
  /** The number of blocks of other stages and writers. */
  readonly others: number
  /** The names of the blocks that form the blob. */
  readonly committed: readonly string[]
}

async function blocksOf(
  { client }: Scope,
  { container, key }: FileAddress,
  names: BlockNames,
  signal: AbortSignal,
): Promise<Blocks> {
  try {
    const { uncommittedBlocks = [], committedBlocks = [] } = await client.request(
      { right: 'read', signal },
      ({ abortSignal }) => client.blob(container, key).getBlockList('all', { abortSignal }),
    )
    const own: OwnBlock[] = []
    for (const { name, size: sizeBytes } of uncommittedBlocks) {
      const block = names.read(name)
      if (block) own.push({ ...block, sizeBytes })
    }
    const others = uncommittedBlocks.length - own.length
    const committed = committedBlocks.map(({ name }) => name)
    return { own: own.toSorted((a, b) => a.number - b.number), others, committed }
  } catch (error) {
    if (isMissing(error)) return { own: [], others: 0, committed: [] }
    throw error
  }
}

/**
 * Returns the piece for a block. The service accepted the block with its MD5, so the checksum in its name is that of
 * the stored bytes.
 */
function pieceOf({ number, sizeBytes, crc32 }: OwnBlock): Piece {
  return { number, sizeBytes, tag: crc32Hex(crc32) }
}

/** Returns undefined if the piece was never confirmed. */
function blockOf({ number, sizeBytes, tag = '' }: Piece): OwnBlock | undefined {
  return /^[0-9a-f]{8}$/.test(tag) ? { number, sizeBytes, crc32: Number.parseInt(tag, 16) } : undefined
}

function isSame(names: readonly string[], wanted: readonly string[]): boolean {
  return names.length === wanted.length && names.every((name, index) => name === wanted[index])
}

/** Returns the failure for blocks that are gone, because another write of the blob discards them. */
async function goneOrTaken(
  scope: Scope,
  { container, key, attempt }: FileAddress,
  mustBeNew: boolean,
  signal: AbortSignal,
) {
  const found = mustBeNew && (await unlessDenied(headIfAny(scope, container, key, signal), undefined))
  return found ? taken(attempt) : gone(attempt)
}

function gone(attempt: Attempt) {
  return refuse('not-found', 'store.stage-gone', attempt)
}
