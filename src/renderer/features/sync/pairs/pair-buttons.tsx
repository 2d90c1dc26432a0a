import { useRef, useState } from 'react'
import type { Pair, RunPair } from '../../../../contract/sync/pairs.ts'
import { text } from '../../../strings/text.ts'

export type PairAnswer =
  | { readonly kind: 'run'; readonly choice: Omit<RunPair, 'name'> }
  | { readonly kind: 'pause'; readonly isPaused: boolean }
  | { readonly kind: 'remove' | 'cancel' }

export interface PairButtonsProps {
  readonly pair: Pair
  readonly onAnswer: (answer: PairAnswer) => void
  readonly onSee: () => void
  readonly onEdit: () => void
}

/** The actions on a pair. Removing needs a second confirmation. */
export function PairButtons(props: PairButtonsProps) {
  const { pair, onAnswer, onSee, onEdit } = props
  const [isRemoving, setIsRemoving] = useState(false)
  const comesBack = useRef(false)
  if (isRemoving) {
    return (
      <RemoveQuestion
        {...props}
        onCancel={() => {
          comesBack.current = true
          setIsRemoving(false)
        }}
      />
    )
  }
  const isRunning = pair.last?.outcome === 'running'
  // The user must look at the last run before the next one starts.
  const waits = pair.last?.outcome === 'stopped' || pair.last?.outcome === 'needs-you'
  const hasSchedule = Object.keys(pair.schedule).length > 0
  return (
    <div className="flex flex-wrap gap-2">
      <button
        type="button"
        className={`btn ${waits ? '' : 'btn-primary'}`}
        disabled={isRunning}
        onClick={() => onAnswer({ kind: 'run', choice: {} })}
      >
        {text('pairs.run')}
      </button>
      <button type="button" className={`btn ${waits ? 'btn-primary' : ''}`} disabled={isRunning} onClick={onSee}>
        {text('pairs.see')}
      </button>
      {/* Cancel has its own position and does not replace the Run button. Otherwise a double click would cancel the
          run it started. */}
      {isRunning && (
        <button type="button" className="btn" onClick={() => onAnswer({ kind: 'cancel' })}>
          {text('pairs.cancel')}
        </button>
      )}
      <span className="min-w-0 flex-1" />
      {hasSchedule && (
        <button type="button" className="btn" onClick={() => onAnswer({ kind: 'pause', isPaused: !pair.isPaused })}>
          {text(pair.isPaused ? 'pairs.resume' : 'pairs.pause')}
        </button>
      )}
      <button type="button" className="btn" data-edit disabled={isRunning} onClick={onEdit}>
        {text('pairs.edit')}
      </button>
      <button
        type="button"
        className="btn"
        disabled={isRunning}
        ref={(element) => {
          if (comesBack.current) element?.focus()
          comesBack.current = false
        }}
        onClick={() => setIsRemoving(true)}
      >
        {text('pairs.remove')}
      </button>
    </div>
  )
}

function RemoveQuestion({ pair, onAnswer, onCancel }: PairButtonsProps & { readonly onCancel: () => void }) {
  return (
    <div role="group" aria-label={text('pairs.remove')} className="flex flex-wrap items-center gap-2">
      <p className="basis-full font-semibold break-words">{text('pairs.remove-sure', { name: pair.name })}</p>
      <button type="button" className="btn" ref={focusOnce} onClick={onCancel}>
        {text('dialog.cancel')}
      </button>
      <button type="button" className="btn btn-danger" onClick={() => onAnswer({ kind: 'remove' })}>
        {text('pairs.remove-now')}
      </button>
    </div>
  )
}

function focusOnce(element: HTMLElement | null): void {
  element?.focus()
}
