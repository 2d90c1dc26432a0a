/**
 * Copies a large file in pieces, several in parallel, each at its offset. Finished pieces are recorded, so after a
 * crash only the rest is sent. This applies only while the source is still in the state of the first pieces.
 */
import { said } from '../../../../contract/sentences/said.ts'
import { failureOf, StorageError } from '../../../../contract/failure.ts'
import { baseName } from '../../../../contract/location.ts'
import { createWorkerPool } from '../../../../lib/flow/worker-pool.ts'
import type { Backend, OpenedFacts, Piece } from '../../../backends/backend.ts'
import { propertiesFor, factsOfSource } from '../properties-for.ts'
import type { CopyResult } from '../copy-result.ts'
import type { CopyContext, FileJob } from '../copy-context.ts'
import type { StageRecord } from '../../journal/item-record.ts'
import {
  isFailure,
  likenessOf,
  type OpenedLocation,
  locationFailure,
  nameAt,
} from '../../../operations/opened-location.ts'
import { pieceTaker } from './take-piece.ts'
import { dropStage, targetName } from '../../stages/drop-stage.ts'
import { stageIdOf } from '../../stages/stage-id.ts'

const piecesAtOnce = 4

type Staging = NonNullable<Backend['staging']>

/** Undefined if the store turns out not to support pieces. */
export async function copyInPieces(
  context: CopyContext,
  job: FileJob,
  staging: Staging,
): Promise<CopyResult | undefined> {
  const stage = (await resumed(context, job, staging)) ?? (await begunIfAny(context, job, staging))
  if (!stage) return undefined
  const { item, from, to, ifExists, signal } = job
  try {
    const { pieces, opened } = await sendRest(context, job, staging, stage)
    const modifiedMs = opened?.modifiedMs ?? item.modifiedMs
    const stored = await staging.publish(to.path, stage.token, {
      ifExists,
      signal,
      sizeBytes: stage.sizeBytes,
      pieces,
      ...(modifiedMs !== undefined && { modifiedMs }),
      ...propertiesFor(to.backend, opened),
      ...likenessOf(from, to),
    })
    await context.saveStage(item, undefined)
    return { route: 'pieces', bytes: stage.sizeBytes, stored }
  } catch (error) {
    // A stage that can be resumed later is kept, unless the error makes it useless.
    if (!signal.aborted && !isWorthKeeping(error)) await dropStage(context, job, stage)
    if (isFailure(error, 'changed'))
      throw locationFailure('changed', from, said('transfer.changed-while-copied', { what: nameAt(from) }))
    throw isStageGone(error) ? stageGone(to, error) : error
  }
}

/** The stage was removed by another program, or it was published and the answer was lost. */
function isStageGone(error: unknown): error is StorageError {
  return isFailure(error, 'not-found') && failureOf(error).operation.includes('staging.')
}

/** A retry is allowed; it first checks whether the file exists. */
function stageGone(to: OpenedLocation, cause: StorageError): StorageError {
  const why = said('transfer.stage-gone', { what: nameAt(to) })
  return new StorageError({ ...cause.failure, ...why, retry: 'later' }, { cause })
}

interface OpenStage extends StageRecord {
  readonly token: string
  readonly pieceBytes: number
  readonly sizeBytes: number
  readonly pieces: readonly Piece[]
}

async function begunIfAny(context: CopyContext, job: FileJob, staging: Staging): Promise<OpenStage | undefined> {
  try {
    return await begun(context, job, staging)
  } catch (error) {
    if (!isFailure(error, 'unsupported')) throw error
    await context.saveStage(job.item, undefined)
    return undefined
  }
}

async function begun(context: CopyContext, job: FileJob, staging: Staging): Promise<OpenStage> {
  const { item, from, to, ifExists, signal } = job
  const source = await factsOfSource(from, to, { signal })
  const { sizeBytes = item.sizeBytes ?? 0 } = source
  const name = baseName(to.path)
  const record = {
    id: stageIdOf(context, job),
    beganMs: context.now(),
    sizeBytes,
    boot: context.boot,
    ...(name !== targetName(item) && { name }),
  }
  await context.saveStage(item, record)
  const { token, pieceBytes } = await staging.begin(to.path, {
    id: record.id,
    expectedBytes: sizeBytes,
    ifExists,
    signal,
    ...propertiesFor(to.backend, source),
    ...likenessOf(from, to),
  })
  const stage = { ...record, token, pieceBytes, pieces: [] }
  await context.saveStage(item, stage)
  return stage
}

async function resumed(context: CopyContext, job: FileJob, staging: Staging): Promise<OpenStage | undefined> {
  const { item, to, signal } = job
  const { stage } = item.detail
  if (!stage) return undefined
  const { token, pieceBytes, sizeBytes, mark, pieces: recorded = [] } = stage
  if ((stage.name ?? targetName(item)) !== baseName(to.path)) {
    await dropStage(context, { item, to }, stage)
    return undefined
  }
  // Without a mark, it is unknown which state of the source the pieces are from.
  if (token === undefined || pieceBytes === undefined || sizeBytes === undefined || mark === undefined) {
    await dropStage(context, { item, to }, stage)
    return undefined
  }
  try {
    const believed = stage.boot === context.boot ? recorded : []
    const pieces = await staging.pieces(to.path, token, { believed, signal })
    return {
      ...stage,
      token,
      pieceBytes,
      sizeBytes,
      pieces: pieces.filter((piece) => isWhole(piece, { pieceBytes, sizeBytes })),
    }
  } catch (error) {
    if (isFailure(error, 'not-found')) return undefined
    throw error
  }
}

interface Sizes {
  readonly pieceBytes: number
  readonly sizeBytes: number
}

function bytesOf(number: number, { pieceBytes, sizeBytes }: Sizes): number {
  return Math.min(pieceBytes, sizeBytes - number * pieceBytes)
}
function isWhole({ number, sizeBytes }: Piece, sizes: Sizes): boolean {
  return number * sizes.pieceBytes < sizes.sizeBytes && sizeBytes === bytesOf(number, sizes)
}

async function sendRest(context: CopyContext, job: FileJob, staging: Staging, stage: OpenStage) {
  const { item, from, signal } = job
  const there = new Map(stage.pieces.map((piece) => [piece.number, piece]))
  const count = Math.max(1, Math.ceil(stage.sizeBytes / stage.pieceBytes))
  let record: OpenStage = stage
  let opened: OpenedFacts | undefined
  let copied = 0
  const workers = createWorkerPool(Math.min(piecesAtOnce, staging.mostPieces ?? piecesAtOnce))
  const stop = new AbortController()
  const either = AbortSignal.any([signal, stop.signal])
  const take = pieceTaker(context, job, staging, stage)
  context.moved(
    item,
    stage.pieces.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  )

  async function send(number: number) {
    const length = bytesOf(number, stage)
    let told = 0
    try {
      const piece = await take(number, {
        offset: number * stage.pieceBytes,
        length,
        mark: record.mark,
        signal: either,
        onBytes(bytes) {
          told += bytes
          context.moved(item, bytes)
        },
        onSource(mark, facts) {
          opened ??= facts
          if (record.mark === undefined) record = { ...record, mark }
          else if (record.mark !== mark)
            throw locationFailure('changed', from, said('store.changed-while-read', { what: nameAt(from) }))
        },
      })
      there.set(number, piece)
      record = { ...record, pieces: [...there.values()] }
      copied += length
      context.noteStage(item, record)
    } catch (error) {
      context.moved(item, -told) // These bytes are sent again, if at all.
      throw error
    }
  }
  try {
    const missing = Array.from({ length: count }, (_, number) => number).filter((number) => !there.has(number))
    // The first piece is sent alone, because the state of the source that it reports applies to all.
    const [first = 0, ...others] = missing.length > 0 ? missing : [0]
    await send(first)
    for (const number of others) await workers.begin(() => send(number))
    await workers.finish()
  } catch (error) {
    stop.abort(error)
    context.moved(item, -copied)
    throw error
  } finally {
    await workers.idle()
  }
  const pieces = [...there.values()].toSorted((a, b) => a.number - b.number)
  return { pieces, opened }
}

function isWorthKeeping(error: unknown): boolean {
  return !['changed', 'corrupt', 'not-found', 'exists', 'bad-name', 'not-a-file', 'no-space'].some((kind) =>
    isFailure(error, kind as 'changed'),
  )
}
