import { parentPath } from '../../../../contract/location.ts'
import type { SideName } from '../../../../contract/sync/plan.ts'
import type { Waits } from '../../../backends/backend.ts'
import { otherSide, type SyncStep } from '../../../sync/actions.ts'
import { runFile } from '../../copy/run-file.ts'
import { priorOf } from '../../decide/folder-index.ts'
import type { ItemOutcome } from '../../journal/item-outcome.ts'
import type { OpenItem } from '../../journal/item-record.ts'
import { dropStage } from '../../stages/drop-stage.ts'
import { recover } from '../../stages/recover.ts'
import { asideOf, putAside, putBack } from './put-aside.ts'
import { changed, isAsSeen, lookAt, type SyncRun } from './sync-run.ts'

type CopyStep = Extract<SyncStep, { do: 'copy' | 'hand-over' }>

/** Copies a file, or hands it over. Both sides must still be in the state that was seen. */
export async function runCopy(sync: SyncRun, item: OpenItem, step: CopyStep, waits: Waits): Promise<ItemOutcome> {
  const { run, open } = sync
  const { signal } = waits
  const toSide: SideName = step.do === 'copy' ? step.to : 'right'
  const places = run.locations.of(item)
  const ends = { from: await open(places.from, { signal }), to: await open(places.to, { signal }) }
  const files = sync.files({ isMove: step.do === 'hand-over', over: step.over })
  await sync.folders.make({ ...ends.to, path: parentPath(ends.to.path) })
  const wasBegun = run.wasBegun(item)
  if (wasBegun) {
    const { deps, tokens } = run
    const recovering = {
      tokens,
      now: deps.now,
      isMove: files.isMove,
      mayProbe: files.isMove,
      compare: files.decide.compare,
    }
    const { kind } = await recover(recovering, item, ends, { signal })
    if (kind === 'done') return withAside(await runFile(files, item, ends, { signal }), item)
  }
  const source = await lookAt(ends.from, { signal })
  const target = step.over || wasBegun ? await lookAt(ends.to, { signal }) : undefined
  // The old entry is already put aside.
  const isAside = target === undefined && item.detail.replaced?.aside !== undefined
  const isAsPlanned =
    isAsSeen(source, step.seen[otherSide(toSide)], ends.from) &&
    (isAside || isAsSeen(target, step.over ? step.seen[toSide] : undefined, ends.to))
  if (!isAsPlanned) {
    if (item.detail.stage) await dropStage(files.copy, { item, to: ends.to }, item.detail.stage)
    return changed
  }
  const aside = target && asideOf(sync, { side: toSide, path: step.path, isReplaced: true }, ends.to)
  if (aside) {
    run.journal.noteDetail(item, { ...run.journal.detailOf(item), replaced: { aside } })
    await run.journal.writer.saved() // Otherwise its state would be unknown after a crash.
    await putAside(sync, item, ends.to, target, aside, { signal })
  }
  const prior = target && !aside ? priorOf(target) : undefined
  const detail = { ...run.journal.detailOf(item), ...(prior && { prior }) }
  const current = { ...item, isFree: prior === undefined, detail }
  const wentTo = aside ?? item.detail.replaced?.aside
  try {
    return withAside(await runFile(files, current, ends, { signal }), current)
  } catch (error) {
    // A stopped run resumes later.
    if (wentTo && !signal.aborted) await putBack(sync, item, ends.to, wentTo, { signal })
    throw error
  }
}

function withAside(outcome: ItemOutcome, { detail: { replaced } }: OpenItem): ItemOutcome {
  if (outcome.kind !== 'done' || !replaced?.aside) return outcome
  return { ...outcome, detail: { ...outcome.detail, replaced } }
}
