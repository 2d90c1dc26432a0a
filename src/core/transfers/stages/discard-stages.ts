/**
 * Discards the stages of files that are no longer copied. A stage that can't be discarded now is put on a list and
 * tried again later.
 */
import { z } from 'zod'
import { failureOf } from '../../../contract/failure.ts'
import { childPath, parentPath } from '../../../contract/location.ts'
import { createWorkerPool } from '../../../lib/flow/worker-pool.ts'
import type { Waits } from '../../backends/backend.ts'
import { withStage } from '../journal/item-patch.ts'
import type { Journal } from '../journal/journal.ts'
import { createItemLocations, type ItemLocations } from '../journal/item-locations.ts'
import { foldersAtOnce, type ItemRecord } from '../journal/item-record.ts'
import type { TransferRecord } from '../journal/records.ts'
import type { RunDeps } from '../journal/run-deps.ts'
import { isFailure, openLocation, type OpenedLocation } from '../../operations/opened-location.ts'

/** A stage that will not be resumed. */
const owedSchema = z.object({
  mount: z.string(),
  path: z.string(),
  id: z.string(),
  beganMs: z.number(),
  token: z.string().exactOptional(),
})
type OwedStage = Readonly<z.infer<typeof owedSchema>>

type Deps = Pick<RunDeps, 'mounts' | 'journal' | 'now'>

const setting = 'owed-stages'
/** More than many transfers together can start. Beyond this, the oldest stages are left to the store's own rules. */
const mostOwed = 5000
const takenAtOnce = 8

/** An item that may have a stage. */
type UnfinishedItem = Exclude<ItemRecord, { readonly state: 'done' | 'skipped' }>

/**
 * Discards the stages of all unfinished items of a transfer. A stage that can't be discarded now stays recorded with
 * its item.
 */
export async function discardStages(deps: Deps, row: TransferRecord, { signal }: Waits): Promise<void> {
  const { journal } = deps
  const workers = createWorkerPool(takenAtOnce)
  for (const { item, stage } of stagesOf(journal, row)) {
    await workers.begin(async () => {
      if (await discard(deps, stage, { signal })) {
        journal.items.patch(row.id, [{ number: item.number, detail: withStage(item.detail, undefined) }])
      }
    })
  }
  await workers.finish()
}

/**
 * Removes transfers and records the stages they leave in the same transaction, so that every stage is recorded at any
 * time.
 */
export function forgetTransfers({ journal }: Pick<Deps, 'journal'>, ids: readonly number[]): void {
  journal.atOnce(() => {
    const left = ids.flatMap((id) => {
      const row = journal.get(id)
      return row ? [...stagesOf(journal, row)].map(({ stage }) => stage) : []
    })
    if (left.length > 0) writeOwed(journal, [...readOwed(journal), ...left])
    journal.forget(ids)
  })
}

/** Tries to discard all listed stages. */
export async function discardOwed(deps: Deps, { signal }: Waits): Promise<void> {
  const { journal } = deps
  const workers = createWorkerPool(takenAtOnce)
  const settled = new Set<string>()
  for (const stage of readOwed(journal)) {
    await workers.begin(async () => {
      if (await discard(deps, stage, { signal })) settled.add(keyOf(stage))
    })
  }
  await workers.finish()
  if (settled.size === 0) return
  journal.atOnce(() =>
    writeOwed(
      journal,
      readOwed(journal).filter((stage) => !settled.has(keyOf(stage))),
    ),
  )
}

/** Returns true if the stage is gone or can never be reached again. */
async function discard({ mounts, now }: Deps, stage: OwedStage, { signal }: Waits): Promise<boolean> {
  const { token, id, beganMs } = stage
  let location: OpenedLocation | undefined
  try {
    signal.throwIfAborted()
    location = await openLocation(mounts, stage, { signal })
    const { backend, path } = location
    if (token !== undefined) await backend.staging?.discard(path, token, { signal })
    else await backend.staging?.tidy(path, id, { signal, sinceMs: beganMs, untilMs: now() })
    return true
  } catch (error) {
    if (!isFailure(error, 'not-found')) return false
    return location ? isThere(location, { signal }) : isNoMount(error)
  }
}

/** If its folder is gone, the stage is gone too. But a disk that was unplugged comes back. */
async function isThere({ backend }: OpenedLocation, { signal }: Waits): Promise<boolean> {
  return backend.stat('', { signal }).then(
    () => true,
    () => false,
  )
}

/** The mount was removed from the list, so the stage can't be reached any more. */
function isNoMount(error: unknown): boolean {
  return failureOf(error).operation.startsWith('mounts.')
}

function* stagesOf(
  journal: Journal,
  record: TransferRecord,
): Generator<{ readonly item: UnfinishedItem; readonly stage: OwedStage }> {
  const { id, claimed, request } = record
  if (request.verb === 'delete') return // A delete has no stages.
  const paths = createItemLocations(journal.items, record)
  for (let after = 0; after < claimed;) {
    const items = journal.items.page(id, { states: ['planned', 'asking', 'failed', 'cancelled'], after, limit: 500 })
    for (const item of items.filter((each) => each.state !== 'done' && each.state !== 'skipped')) {
      const stage = item.number <= claimed && owedOf(paths, item)
      if (stage) yield { item, stage }
    }
    after = items.at(-1)?.number ?? claimed
  }
  for (const item of journal.items.toWalk(id, foldersAtOnce)) {
    const stage = item.number > claimed && owedOf(paths, item)
    if (stage) yield { item, stage }
  }
}

function owedOf(paths: ItemLocations, item: UnfinishedItem): OwedStage | undefined {
  const { stage } = item.detail
  if (!stage) return undefined
  const { mount, path: wanted } = paths.of(item).to
  const path = stage.name === undefined ? wanted : childPath(parentPath(wanted), stage.name)
  const { id, beganMs, token } = stage
  return { mount, path, id, beganMs, ...(token !== undefined && { token }) }
}

function keyOf({ mount, path, id }: OwedStage): string {
  return JSON.stringify([mount, path, id])
}

function readOwed(journal: Journal): readonly OwedStage[] {
  const { data } = z.array(owedSchema).safeParse(journal.readSetting(setting) ?? [])
  return data ?? []
}
function writeOwed(journal: Journal, owed: readonly OwedStage[]): void {
  journal.writeSetting(setting, owed.slice(-mostOwed))
}
