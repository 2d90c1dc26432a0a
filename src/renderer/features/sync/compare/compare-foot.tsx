import { useMemo } from 'react'
import type { SyncSettings } from '../../../../contract/sync/plan.ts'
import { text } from '../../../strings/text.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { changesOf } from '../rows/changes.ts'
import { openGuards } from '../plan/guards.ts'
import type { PlaceLook } from './compare-head.tsx'
import { GuardNotice } from './guard-notice.tsx'
import type { PlanModel, PlanState, StartChoice, Started } from '../plan/plan-model.ts'
import { sumText, swapped } from '../plan/sum-text.ts'

export interface CompareFootProps {
  readonly model: PlanModel
  readonly state: PlanState
  readonly looks: readonly [left: PlaceLook, right: PlaceLook]
  readonly onSave: (settings: SyncSettings) => void
  readonly onStarted: (started: Started) => void
}

/** Shows a summary of the planned changes, the guards that stop the sync, and the button that starts it. */
export function CompareFoot({ model, state, looks, onSave, onStarted }: CompareFootProps) {
  const { end, rows, turned, isStarting, failure, settings } = state
  const changes = useMemo(() => changesOf(rows, turned), [rows, turned])
  const guards = end ? openGuards(end.guards, changes) : []
  const places = [looks[0].label, looks[1].label] as const
  const readOnly = looks.find(({ isReadOnly }, at) => isReadOnly && changes[at === 0 ? 'left' : 'right'].all > 0)
  const isReady = end !== undefined && changes.all > 0 && !isStarting && !readOnly

  async function start(choice: StartChoice) {
    // The host evaluated the guards before the user changed any action.
    const settled = (end?.guards ?? []).filter((guard) => !guards.includes(guard)).map(({ kind }) => kind)
    const despite = [...(choice.despite ?? []), ...settled]
    const started = await model.start({ ...choice, despite })
    if (started) onStarted(started)
  }

  return (
    <>
      {guards.length > 0 && (
        <GuardNotice
          guards={guards}
          changes={changes}
          places={places}
          isDisabled={!isReady}
          onStart={(choice) => void start(choice)}
        />
      )}
      {readOnly && <p className="text-warn">{text('sync.read-only', { place: readOnly.label })}</p>}
      {failure && <FailureNote failure={failure} />}
      <div className="sticky -bottom-4 z-10 -mt-2.5 -mb-4 flex flex-wrap items-center gap-x-3 gap-y-2 bg-panel pt-2.5 pb-4">
        <p role="status" aria-live={state.phase === 'running' ? 'off' : 'polite'} className="text-ink-2">
          {sumText(changes)}
          {turned.size > 0 && <span className="ms-2">{text('sync.turned', { count: turned.size })}</span>}
        </p>
        {turned.size > 0 && (
          <button type="button" className="text-sea-ink underline" onClick={() => model.putBack(rows)}>
            {text('sync.put-back-all')}
          </button>
        )}
        <div className="ms-auto flex flex-wrap justify-end gap-2">
          <button type="button" className="btn" data-save-pair disabled={isStarting} onClick={() => onSave(settings)}>
            {text('sync.save')}
          </button>
          <button
            type="button"
            className="btn"
            disabled={isStarting}
            onClick={() => void model.plan(swapped(settings))}
          >
            {text('sync.swap')}
          </button>
          <button
            type="button"
            className="btn btn-primary"
            disabled={!isReady || guards.length > 0}
            onClick={() => void start({})}
          >
            {isStarting ? text('sync.starting') : text('sync.make', { count: changes.all })}
          </button>
        </div>
      </div>
    </>
  )
}
