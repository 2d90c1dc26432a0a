import { Tabs } from '@base-ui/react/tabs'
import { type CSSProperties, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { Contract } from '../../../../contract/contract.ts'
import type { Location } from '../../../../contract/location.ts'
import type { PlanRow, SyncSettings } from '../../../../contract/sync/plan.ts'
import type { Client } from '../../../../rpc/client.ts'
import { text } from '../../../strings/text.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { formatCount } from '../../../ui/format/size.ts'
import { countTabs, type RowsTab } from '../rows/lines.ts'
import { PlanGrid } from '../rows/plan-grid.tsx'
import { ChoiceFields } from './choice-fields.tsx'
import { CompareFoot } from './compare-foot.tsx'
import { CompareHead, type PlaceLook } from './compare-head.tsx'
import { EmptyNote } from './empty-note.tsx'
import type { PlanModel, PlanState, Started } from '../plan/plan-model.ts'
import { mostSame, useSameList } from '../plan/same-list.ts'
import { useShownRows } from './use-shown-rows.ts'

export interface CompareViewProps {
  readonly client: () => Client<Contract>
  readonly model: PlanModel
  readonly lookOf: (place: Location) => PlaceLook
  readonly onOpen: (row: PlanRow) => void
  readonly onSave: (settings: SyncSettings) => void
  readonly onStarted: (started: Started) => void
}

const tabs = ['differences', 'left', 'right', 'same'] as const

/** The complete comparison without the frame of its dialog. */
export function CompareView(props: CompareViewProps) {
  const { model, lookOf, onStarted } = props
  const state = useStore(model.state)
  const { settings, end, failure } = state
  const looks = [lookOf(settings.left), lookOf(settings.right)] as const
  const places = [looks[0].label, looks[1].label] as const
  const colors = { '--left-c': looks[0].color, '--right-c': looks[1].color } as CSSProperties
  const again = () => void model.plan(settings)

  return (
    <div data-compare className="flex min-h-0 flex-1 flex-col gap-2.5" style={colors}>
      <CompareHead state={state} looks={looks} onStop={model.stop} onAgain={again} />
      <ChoiceFields settings={settings} isFirst={end?.isFirst ?? false} onChange={(next) => void model.plan(next)} />
      {failure && state.phase === 'failed' ? (
        <FailureNote failure={failure} onAgain={again} />
      ) : (
        <>
          <RowLists {...props} state={state} places={places} />
          <CompareFoot model={model} state={state} looks={looks} onSave={props.onSave} onStarted={onStarted} />
        </>
      )}
    </div>
  )
}

interface RowListsProps extends CompareViewProps {
  readonly state: PlanState
  readonly places: readonly [left: string, right: string]
}

/** Lists the rows in tabs, one for each group of rows. */
function RowLists({ client, model, state, places, onOpen }: RowListsProps) {
  const { settings, phase, end } = state
  const [tab, setTab] = useState<RowsTab>('differences')
  const isSame = tab === 'same'
  const same = useSameList(client, settings, { isWanted: isSame })
  const rows = isSame ? same.rows : state.rows
  const isBusy = isSame ? same.isRunning : phase === 'running'
  const shown = useShownRows(rows, { tab, isArriving: isBusy })
  const sides = useMemo(() => countTabs(state.rows), [state.rows])
  const counts = { differences: state.rows.length, ...sides, same: end?.totals.same }

  return (
    <Tabs.Root
      value={tab}
      onValueChange={(next) => setTab(next as RowsTab)}
      className="flex min-h-44 flex-1 flex-col gap-2"
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Tabs.List aria-label={text('sync.lists')} className="flex h-7 overflow-hidden rounded-lg border border-line">
          {tabs.map((each) => (
            <Tabs.Tab key={each} value={each} className="compare-tab">
              {tabText(each, counts[each])}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <label className="flex items-center gap-2 text-ink-2">
          <input
            type="checkbox"
            checked={shown.isByFolder}
            className="accent-(--sea)"
            onChange={({ target }) => shown.setByFolder(target.checked)}
          />
          {text('sync.by-folder')}
        </label>
        <p className="ms-auto text-small text-ink-3 @max-[68rem]/window:hidden">{text('sync.keys')}</p>
      </div>
      <Tabs.Panel value={tab} tabIndex={-1} className="relative min-h-0 flex-1 border-b border-line outline-none">
        <PlanGrid
          key={`${tab} ${state.round}`}
          rows={rows}
          lines={shown.lines}
          turned={state.turned}
          mode={settings.mode}
          places={places}
          isByFolder={shown.isByFolder}
          isSame={isSame}
          isBusy={isBusy}
          onTurn={model.turn}
          onPutBack={model.putBack}
          onOpen={onOpen}
          onFold={shown.fold}
        />
        {shown.lines.at.length === 0 && (
          <EmptyNote tab={tab} isBusy={isBusy} same={end?.totals.same} failure={same.failure} />
        )}
      </Tabs.Panel>
      {isSame && same.isCut && (
        <p className="text-small text-ink-2">{text('sync.same-cut', { n: formatCount(mostSame) })}</p>
      )}
    </Tabs.Root>
  )
}

function tabText(tab: RowsTab, count: number | undefined): string {
  const title = text(`sync.tab.${tab}`)
  return count === undefined ? title : text('sync.tab', { title, n: formatCount(count) })
}
