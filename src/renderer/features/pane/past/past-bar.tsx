import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { CommandId } from '../../../../contract/command-list.ts'
import { pastMountOf } from '../../../../contract/location.ts'
import { text } from '../../../strings/text.ts'
import { useDateFormat } from '../../../ui/hooks/use-date-format.ts'
import { toggleOnlyChanged } from '../choose.ts'
import type { Pane } from '../pane.ts'
import type { Tab } from '../pane-state.ts'
import { TimeField } from './time-field.tsx'
import { TimeSlider } from './time-slider.tsx'
import { showMoment } from './time-travel.ts'
import { useStops } from './use-stops.ts'

export interface PastBarProps {
  readonly pane: Pane
  readonly tab: Tab
  readonly run: (command: CommandId) => void
  readonly onLeave: () => void
}

/** Shown above a past folder: its moment, controls for another moment, and buttons to return to the present. */
export function PastBar(props: PastBarProps) {
  const past = pastMountOf(props.tab.location.mount)
  return past ? <Moment {...props} atMs={past.atMs} /> : null
}

function Moment({ pane, tab, run, onLeave, atMs }: PastBarProps & { readonly atMs: number }) {
  const dates = useDateFormat()
  const slider = useRef<HTMLInputElement>(null)
  const stops = useStops(pane, tab.location, atMs)
  const isWanted = useStore(pane.state, ({ isMomentWanted }) => isMomentWanted)
  const isReady = stops.length > 1
  useEffect(() => {
    if (!isWanted || !isReady) return
    slider.current?.focus()
    pane.state.setState({ isMomentWanted: false })
  }, [pane, isWanted, isReady])

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    onLeave()
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape leads from its fields to the files
    <div role="group" aria-label={text('past.bar')} className="border-b border-line" onKeyDown={onKeyDown}>
      <div className="flex flex-wrap items-center gap-2 bg-[color-mix(in_srgb,var(--warn)_14%,var(--panel))] px-3 py-1.5">
        <p role="status" className="min-w-32 flex-1 font-semibold text-warn @max-[20rem]/pane:basis-full">
          {text('past.heading', { when: dates.precise(atMs) })}
        </p>
        <button type="button" className="btn" onClick={() => run('file.restore')}>
          {text('past.restore')}
        </button>
        <button type="button" className="btn" onClick={() => run('view.now')}>
          {text('past.back')}
        </button>
      </div>
      <div className="flex flex-wrap items-start gap-x-3 gap-y-1.5 px-3 py-1.5">
        <TimeSlider stops={stops} atMs={atMs} input={slider} onChoose={(next) => showMoment(pane, next)} />
        <TimeField onChoose={(next) => showMoment(pane, next)} />
        <label className="flex h-6.5 items-center gap-1.5 text-small text-ink-2">
          <input
            type="checkbox"
            className="accent-(--sea)"
            checked={tab.onlyChanged}
            onChange={() => toggleOnlyChanged(pane)}
          />
          {text('past.only-changed')}
        </label>
      </div>
    </div>
  )
}
