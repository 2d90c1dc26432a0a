import { type ReactNode, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Contract } from '../../../../contract/contract.ts'
import { childPath, type Location } from '../../../../contract/location.ts'
import type { ComparedSide } from '../../../../contract/sync/compare.ts'
import type { PlanRow, SyncSettings } from '../../../../contract/sync/plan.ts'
import type { Client } from '../../../../rpc/client.ts'
import type { FileState } from '../../../content/read/file-state.ts'
import { syncTexts } from '../../../strings/en/en-sync.ts'
import { addTexts, text } from '../../../strings/text.ts'
import { DialogBox } from '../../../ui/dialog.tsx'
import { firstSettings } from '../plan/choices.ts'
import type { PlaceLook } from './compare-head.tsx'
import { CompareView } from './compare-view.tsx'
import { createPlanModel, type PlanDeps, type Started } from '../plan/plan-model.ts'
import { PairForm } from '../pairs/pair-form.tsx'

addTexts(syncTexts)

export interface ComparedPair {
  readonly left: FileState
  readonly right: FileState
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

export interface CompareDialogProps {
  readonly client: () => Client<Contract>
  readonly left: Location
  readonly right: Location
  /** The settings of the first comparison. */
  readonly settings?: SyncSettings | undefined
  readonly startAs?: PlanDeps['startAs']
  readonly lookOf: (place: Location) => PlaceLook
  /** Renders a comparison of two files, shown over this view. */
  readonly renderPair: (pair: ComparedPair) => ReactNode
  /** Called when the sync is in the queue. If neither `transfer` nor `run` is set, there was nothing to do. */
  readonly onStarted: (started: Started) => void
  /** Called when the two folders were saved as a sync pair with this name. */
  readonly onSaved: (name: string) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Compares two folders: shows how they differ, what a sync would do, and starts the sync. */
export function CompareDialog(props: CompareDialogProps) {
  const { client, startAs, lookOf, renderPair, onStarted, onClose, returnFocus } = props
  const [model] = useState(() =>
    createPlanModel({ client, startAs }, props.settings ?? firstSettings(props.left, props.right)),
  )
  const [saving, setSaving] = useState<SyncSettings>()
  const [pair, setPair] = useState<Pick<ComparedPair, 'left' | 'right'>>()
  const settings = useStore(model.state, (state) => state.settings)
  useEffect(() => {
    void model.plan(model.state.getState().settings)
    return () => model.stop()
  }, [model])

  function open({ left, right, path }: PlanRow) {
    if (!left || !right || left.kind === 'folder' || right.kind === 'folder') return
    setPair({ left: stateOf(settings.left, path, left), right: stateOf(settings.right, path, right) })
  }

  return (
    <DialogBox
      name={text('sync.title')}
      isFull
      isForm
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={rowsElement}
    >
      <CompareView
        client={client}
        model={model}
        lookOf={lookOf}
        onOpen={open}
        onSave={setSaving}
        onStarted={(started) => {
          onClose()
          onStarted(started)
        }}
      />
      {saving && (
        <PairForm
          client={client}
          settings={saving}
          placeName={(place) => lookOf(place).label}
          onSaved={props.onSaved}
          onClose={() => setSaving(undefined)}
          returnFocus={saveButton}
        />
      )}
      {pair && renderPair({ ...pair, onClose: () => setPair(undefined), returnFocus: rowsElement })}
    </DialogBox>
  )
}

function saveButton(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[data-save-pair]')
}

function rowsElement(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[data-compare] [role=grid]')
}

/** The two sides may spell the same name in different ways. */
function stateOf(folder: Location, path: string, side: ComparedSide): FileState {
  const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')))
  const { name, sizeBytes, modifiedMs } = side
  return {
    location: { mount: folder.mount, path: childPath(joined(folder.path, parent), name) },
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...(modifiedMs !== undefined && { modifiedMs }),
  }
}

function joined(path: string, below: string): string {
  return below === '' ? path : childPath(path, below)
}
