/**
 * Packs the selection into one zip, which is the only item. A partly written zip can't be resumed, so an interrupted
 * one starts again.
 */
import { type Said, said } from '../../../contract/sentences/said.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { type Failure, StorageError } from '../../../contract/failure.ts'
import { baseName, formatLocation, type Location } from '../../../contract/location.ts'
import type { CompressTransferRequest } from '../../../contract/transfer.ts'
import { known } from '../../../lib/known.ts'
import { compress, type CompressEnd, type LeftOut } from '../../archives/write/compress.ts'
import type { Waits } from '../../backends/backend.ts'
import { isFailure, openLocation, statIfAny } from '../../operations/opened-location.ts'
import { walk } from '../../operations/walk.ts'
import type { ItemOutcome } from '../journal/item-outcome.ts'
import type { NewItem, OpenItem, StageRecord } from '../journal/item-record.ts'
import { planItems } from '../run/plan-items.ts'
import type { Run } from '../run/run.ts'
import type { Work } from '../run/work.ts'
import { stageIdOf } from '../stages/stage-id.ts'

export function compressWork(run: Run, request: CompressTransferRequest): Work {
  const sources = request.sources.map(({ location }) => location)
  return {
    runsFolders: true,
    itemsAtOnce: () => 1,
    async plan(waits) {
      if (run.journal.lastNumber() > 0) return
      await planItems(run, [[zipItem(request, await sizeOf(run, sources, waits))]], waits)
    },
    async runItem(item, { signal }) {
      if (item.detail.places?.to === undefined)
        return {
          kind: 'failed',
          failure: refused(said('compress.not-in-zip'), request.zip),
        }
      const arrived = await arrivedBefore(run, item, request.zip, { signal })
      if (arrived) return arrived
      return pack(run, item, request, { signal })
    },
  }
}

/** The size is the sum of all packed files, as far as listings give it. */
function zipItem({ sources, zip }: CompressTransferRequest, sizeBytes: number): NewItem {
  const from = sources[0]?.location ?? zip
  return { parent: 0, name: baseName(zip.path), kind: 'file', sizeBytes, detail: { places: { from, to: zip } } }
}

async function sizeOf({ deps }: Run, sources: readonly Location[], { signal }: Waits): Promise<number> {
  let sizeBytes = 0
  for (const location of sources) {
    const { backend, path } = await openLocation(deps.mounts, location, { signal })
    const { kind, sizeBytes: own = 0 } = await backend.stat(path, { signal })
    if (kind === 'file') sizeBytes += own
    if (kind !== 'folder') continue
    for await (const found of walk(backend, path, { signal })) {
      if ('failure' in found) continue // The failure is reported when the folder is packed.
      for (const entry of unpackEntries(found.page)) if (entry.kind === 'file') sizeBytes += entry.sizeBytes ?? 0
    }
  }
  return sizeBytes
}

/** Discards what an earlier run staged. If that zip was complete, it may already have its name. */
async function arrivedBefore(
  run: Run,
  item: OpenItem,
  zip: Location,
  { signal }: Waits,
): Promise<ItemOutcome | undefined> {
  const { stage } = item.detail
  if (!stage) return undefined
  const to = await openLocation(run.deps.mounts, zip, { signal })
  await to.backend.staging
    ?.tidy(to.path, stage.id, { signal, sinceMs: stage.beganMs, untilMs: run.deps.now() })
    .catch((error: unknown) => {
      if (!isFailure(error, 'not-found')) throw error // The source is gone together with its folder.
    })
  const there = stage.sizeBytes === undefined ? undefined : await statIfAny(to, { signal })
  if (there?.kind !== 'file' || there.sizeBytes !== stage.sizeBytes) return undefined
  return done(item, there)
}

async function pack(
  run: Run,
  item: OpenItem,
  request: CompressTransferRequest,
  { signal }: Waits,
): Promise<ItemOutcome> {
  const { sources, zip, leavesOut = false } = request
  const { deps, journal, limits } = run
  const stage: StageRecord = { id: stageIdOf(run, { item }), beganMs: deps.now() }
  await journal.saveStage(item, stage)
  let told = 0
  const wish = { sources: sources.map(({ location }) => location), to: zip, ifExists: 'fail' as const, leavesOut }
  const end = await compress(deps.mounts, wish, {
    signal,
    stageId: stage.id,
    pass: (bytes) => limits.pass(bytes, signal),
    onWhole: (sizeBytes) => journal.saveStage(item, { ...stage, sizeBytes }),
    onProgress({ bytes }) {
      journal.moved(item, bytes - told)
      told = bytes
    },
  })
  if (!end.stored) return { kind: 'failed', failure: refused(whyNothing(end), zip) }
  await tellLeftOut(run, request, end, { signal })
  return done(item, end.stored)
}

function done(
  { detail: { places } }: OpenItem,
  { sizeBytes, modifiedMs }: { readonly sizeBytes?: number; readonly modifiedMs?: number },
): ItemOutcome {
  const proof = { by: 'size' as const, ...known({ modifiedMs }) }
  return { kind: 'done', ...known({ sizeBytes }), detail: { ...known({ places }), route: 'stream', proof } }
}

/** Records each left-out entry as a failed item next to the zip. */
async function tellLeftOut(
  run: Run,
  request: CompressTransferRequest,
  { leftOut }: CompressEnd,
  waits: Waits,
): Promise<void> {
  const failed = leftOut.map(({ location, failure }): NewItem => ({
    parent: 0,
    name: baseName(location.path) || location.mount,
    kind: 'file',
    state: 'failed',
    detail: { places: { from: location }, failure },
  }))
  const before = run.journal.lastNumber()
  await planItems(run, [[zipItem(request, 0), ...failed]], waits)
  run.journal.writer.change({ failed: run.journal.lastNumber() - before })
}

const mostNamed = 3

function whyNothing({ leftOut, leftOutCount }: CompressEnd): Said {
  const named = leftOut
    .slice(0, mostNamed)
    .map(({ location, failure }: LeftOut) => `${formatLocation(location)}: ${failure.message}`)
  const failures = named.join(' ').replace(/\.$/, '')
  const others = leftOutCount - named.length
  return others > 0
    ? said('compress.more-nothing-stored', { failures, others })
    : said('compress.nothing-stored', { failures })
}

function refused(why: Said, zip: Location): Failure {
  return new StorageError({
    kind: 'unsupported',
    ...why,
    operation: 'transfers.compress',
    location: formatLocation(zip),
  }).failure
}
