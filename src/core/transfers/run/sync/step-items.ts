/** Yields the items of a plan, phase by phase, in the same order each time. */
import { baseName } from '../../../../contract/location.ts'
import type { SideName } from '../../../../contract/sync/plan.ts'
import { assertNever } from '../../../../lib/assert-never.ts'
import { known } from '../../../../lib/known.ts'
import { type Mark, otherSide, type SyncStep } from '../../../sync/actions.ts'
import { type Phase, phaseCount, stepsOf } from '../../../sync/plan/steps.ts'
import type { NewItem, Origin } from '../../journal/item-record.ts'
import type { SyncRun } from './sync-run.ts'

const rowsAtOnce = 500

export function* stepItems(sync: SyncRun): Generator<readonly NewItem[]> {
  const { pair, plan } = sync
  for (let phase = 0; phase < phaseCount; phase++) {
    for (let after = 0; ;) {
      const rows = pair.plans.inPhase(plan, phase as Phase, after, rowsAtOnce)
      const last = rows.at(-1)
      if (!last) break
      yield rows.flatMap(({ number, action }) =>
        stepsOf(action).flatMap((each, at) =>
          each.phase === phase ? [stepItem(sync, each.step, { row: number, step: at, phase })] : [],
        ),
      )
      after = last.number
    }
  }
}

function stepItem(
  { at }: SyncRun,
  step: SyncStep,
  where: { readonly row: number; readonly step: number; readonly phase: number },
): NewItem {
  const sync = { ...where, do: step.do, base: step.at.base }
  const item = (mark: Mark | undefined, places: NonNullable<Origin['places']>, path: string) => ({
    parent: 0,
    name: baseName(path),
    kind: mark?.kind ?? 'folder',
    ...known({ modifiedMs: mark?.modifiedMs }),
    detail: { places, sync },
  })
  switch (step.do) {
    case 'make-folder':
      return item(undefined, { from: at(step.to, step.path) }, step.path)
    case 'delete':
      return item(step.seen[step.on], { from: at(step.on, step.path) }, step.path)
    case 'move': {
      const mark = step.seen[step.on]
      const places = { from: at(step.on, step.from), to: at(step.on, step.path) }
      return { ...item(mark, places, step.from), ...known({ sizeBytes: mark?.sizeBytes }) }
    }
    case 'copy':
    case 'hand-over': {
      const to: SideName = step.do === 'copy' ? step.to : 'right'
      const mark = step.seen[otherSide(to)]
      const places = { from: at(otherSide(to), step.from), to: at(to, step.path) }
      const isFree = !step.over
      return { ...item(mark, places, step.from), ...known({ sizeBytes: mark?.sizeBytes }), isFree }
    }
    default:
      return assertNever(step)
  }
}
