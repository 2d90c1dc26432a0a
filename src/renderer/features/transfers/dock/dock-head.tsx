import type { Transfer } from '../../../../contract/transfer.ts'
import { text } from '../../../strings/text.ts'
import { formatSize } from '../../../ui/format/size.ts'
import { LimitsButton } from './limits-button.tsx'
import { totalRate } from './rate-history.ts'
import { Sparkline } from './sparkline.tsx'
import { leftMsOf, leftText, summaryText } from '../transfer-text.ts'
import { act, hideEnded, type Transfers } from '../transfers-store.ts'
import type { TransfersState } from '../transfers-state.ts'

export interface DockHeadProps {
  readonly transfers: Transfers
  readonly state: TransfersState
  readonly shown: readonly Transfer[]
  readonly onHistory: () => void
}

/** Shows the state of all transfers in one line, and actions on all of them. */
export function DockHead({ transfers, state, shown, onHistory }: DockHeadProps) {
  const active = shown.filter((transfer) => transfer.state !== 'ended')
  const hasEnded = active.length < shown.length
  const summary = summaryText(shown)
  const rate = totalRate(active)
  const leftMs = leftMsOf(active)
  const canPause = active.some((transfer) => transfer.state === 'running' || transfer.state === 'waiting')
  const canResume = !canPause && active.some((transfer) => transfer.state === 'paused')
  return (
    <div data-dock-head className="flex h-8.5 shrink-0 items-center gap-3.5 px-3.5 whitespace-nowrap tabular-nums">
      <h2 className="font-semibold">{text('transfers.title')}</h2>
      <span className="truncate text-ink-2" title={summary}>
        {summary}
      </span>
      <Sparkline rates={state.rates} />
      {rate > 0 && <span>{text('transfers.rate', { size: formatSize(rate) })}</span>}
      {leftMs !== undefined && <span className="text-ink-2">{leftText(leftMs)}</span>}
      {state.notice !== undefined && (
        <span role="alert" className="min-w-0 truncate text-warn" title={state.notice}>
          {state.notice}
        </span>
      )}
      <div className="ms-auto flex shrink-0 gap-2">
        {hasEnded && (
          <button type="button" className="btn" onClick={() => hideEnded(transfers)}>
            {text('transfers.clear')}
          </button>
        )}
        {(canPause || canResume) && (
          // One button for both actions, so that the user can press it again.
          <button
            type="button"
            className="btn"
            onClick={() =>
              void act(transfers, (calls) => (canPause ? calls.pause({ id: 'all' }) : calls.resume({ id: 'all' })))
            }
          >
            {text(canPause ? 'transfers.pause-all' : 'transfers.resume-all')}
          </button>
        )}
        <LimitsButton transfers={transfers} id="all" limits={state.limits} />
        <button type="button" className="btn" onClick={onHistory}>
          {text('transfers.history')}
        </button>
      </div>
    </div>
  )
}
