import { text } from '../../../strings/text.ts'
import { formatCount, formatDuration } from '../../../ui/format/size.ts'
import { shownName } from '../../../ui/format/shown-name.ts'
import { placeStyle } from '../../../ui/place-style.ts'
import type { PlanState } from '../plan/plan-model.ts'

export interface PlaceLook {
  readonly label: string
  readonly color: string
  readonly isReadOnly: boolean
}

export interface CompareHeadProps {
  readonly state: PlanState
  readonly looks: readonly [left: PlaceLook, right: PlaceLook]
  readonly onStop: () => void
  readonly onAgain: () => void
}

/** Shows the two folders, the way to compare, and the progress. */
export function CompareHead({ state, looks: [left, right], onStop, onAgain }: CompareHeadProps) {
  const { phase } = state
  return (
    <div className="flex min-h-6.5 flex-wrap items-center gap-x-2.5 gap-y-1">
      <h2 className="sr-only">{text('sync.title')}</h2>
      <Chip look={left} />
      <span className="text-ink-2">{text('sync.with')}</span>
      <Chip look={right} />
      {/* Screen readers announce only the end, because the progress changes all the time. */}
      <p
        role="status"
        aria-live={phase === 'running' ? 'off' : 'polite'}
        className="ms-auto min-w-0 truncate text-ink-2"
      >
        {howText(state)}
      </p>
      {phase === 'running' && (
        <button type="button" className="btn" onClick={onStop}>
          {text('status.stop')}
        </button>
      )}
      {phase === 'stopped' && (
        <button type="button" className="btn" onClick={onAgain}>
          {text('sync.again')}
        </button>
      )}
    </div>
  )
}

function Chip({ look: { label, color } }: { readonly look: PlaceLook }) {
  return (
    <span className="chip max-w-80 min-w-0 shrink" style={placeStyle(color)} title={label} translate="no">
      <span className="truncate">{label}</span>
    </span>
  )
}

function howText({ settings, phase, looked, path, elapsedMs }: PlanState): string {
  const values = { how: text(`sync.how.${settings.by}`), n: formatCount(looked) }
  if (phase === 'failed') return values.how
  if (phase === 'stopped') return text('sync.stopped', values)
  if (phase === 'ready') return text('sync.compared', { ...values, time: formatDuration(elapsedMs) })
  return path === '' ? text('sync.comparing', values) : text('sync.comparing-at', { ...values, path: shownName(path) })
}
