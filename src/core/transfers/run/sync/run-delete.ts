import { said } from '../../../../contract/sentences/said.ts'
import type { Waits } from '../../../backends/backend.ts'
import { isFailure, likenessOf, type OpenedLocation } from '../../../operations/opened-location.ts'
import { otherSide, type SyncStep } from '../../../sync/actions.ts'
import type { ItemOutcome } from '../../journal/item-outcome.ts'
import type { OpenItem } from '../../journal/item-record.ts'
import { asideOf, putAside } from './put-aside.ts'
import { changed, isAsSeen, lookAt, type SyncRun } from './sync-run.ts'

type DeleteStep = Extract<SyncStep, { do: 'delete' }>

export async function runDelete(
  sync: SyncRun,
  item: OpenItem,
  step: DeleteStep,
  { signal }: Waits,
): Promise<ItemOutcome> {
  const place = await sync.open(sync.run.locations.of(item).from, { signal })
  if (item.kind === 'folder') return removeEmpty(place, { signal })
  const there = await lookAt(place, { signal })
  if (!there) return { kind: 'skipped', why: 'gone', reason: said('skipped.gone').message }
  const other = otherSide(step.on)
  const opposite = await sync.open(sync.at(other, step.at[other]), { signal })
  const isAsPlanned =
    isAsSeen(there, step.seen[step.on], place) &&
    isAsSeen(await lookAt(opposite, { signal }), step.seen[other], opposite)
  if (!isAsPlanned) return changed
  const aside = asideOf(sync, { side: step.on, path: step.path, isReplaced: false }, place) ?? 'trash'
  await putAside(sync, item, place, there, aside, { signal })
  return { kind: 'done', detail: aside === 'trash' ? {} : { archived: aside } }
}

/** On a store where a folder exists only through its contents, an emptied folder is already gone. */
async function removeEmpty(place: OpenedLocation, { signal }: Waits): Promise<ItemOutcome> {
  const there = await lookAt(place, { signal })
  // If a file now has the folder's name, it must not be deleted permanently.
  if (there && there.kind !== 'folder') return changed
  try {
    await place.backend.remove(place.path, { signal })
  } catch (error) {
    if (isFailure(error, 'not-empty'))
      return { kind: 'skipped', why: 'kept', reason: said('skipped.kept-not-empty').message }
    if (!isFailure(error, 'not-found')) throw error
  }
  return { kind: 'done', detail: {} }
}

export async function runMakeFolder(
  sync: SyncRun,
  item: OpenItem,
  step: Extract<SyncStep, { do: 'make-folder' }>,
  { signal }: Waits,
): Promise<ItemOutcome> {
  const place = await sync.open(sync.run.locations.of(item).from, { signal })
  const other = otherSide(step.to)
  const like = await sync.open(sync.at(other, step.at[other]), { signal })
  const isMade = await sync.folders.make(place, likenessOf(like, place))
  return { kind: 'done', detail: { isMade } }
}
