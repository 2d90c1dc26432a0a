import { parentPath } from '../../../../contract/location.ts'
import { known } from '../../../../lib/known.ts'
import type { Waits } from '../../../backends/backend.ts'
import { otherSide, type SyncStep } from '../../../sync/actions.ts'
import { runFile } from '../../copy/run-file.ts'
import type { ItemOutcome } from '../../journal/item-outcome.ts'
import type { OpenItem } from '../../journal/item-record.ts'
import { changed, isAsSeen, lookAt, type SyncRun } from './sync-run.ts'

/** Renames an entry on one side, in one step if the store supports it. */
export async function runMove(
  sync: SyncRun,
  item: OpenItem,
  step: Extract<SyncStep, { do: 'move' }>,
  { signal }: Waits,
): Promise<ItemOutcome> {
  const { run, open } = sync
  const places = run.locations.of(item)
  const [from, to] = [await open(places.from, { signal }), await open(places.to, { signal })]
  const there = await lookAt(from, { signal })
  if (!there && run.wasBegun(item)) {
    const arrived = await lookAt(to, { signal })
    if (arrived?.kind === item.kind && arrived.sizeBytes === item.sizeBytes) return moved(item, arrived.modifiedMs)
  }
  if (!there || !isAsSeen(there, step.seen[step.on], from)) return changed
  const other = otherSide(step.on)
  const like = step.seen[other]
  if (like) {
    const place = await open(sync.at(other, step.at[other]), { signal })
    if (!isAsSeen(await lookAt(place, { signal }), like, place)) return changed
  }
  await sync.folders.make({ ...to, path: parentPath(to.path) })
  if (from.backend.rename) {
    await from.backend.rename.rename(from.path, to.path, { ifExists: 'fail', signal })
    return moved(item, there.modifiedMs)
  }
  const facts = known({ sizeBytes: there.sizeBytes, modifiedMs: there.modifiedMs })
  return runFile(
    sync.files({ isMove: true, over: false }),
    { ...item, ...facts, isFree: true },
    { from, to },
    { signal },
  )
}

function moved({ sizeBytes }: OpenItem, modifiedMs: number | undefined): ItemOutcome {
  const detail = { route: 'rename', proof: { by: 'size', ...known({ modifiedMs }) } } as const
  return { kind: 'done', ...known({ sizeBytes }), detail }
}
