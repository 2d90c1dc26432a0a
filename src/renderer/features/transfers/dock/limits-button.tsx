import { Gauge } from 'lucide-react'
import { useRef, useState } from 'react'
import type { Limits } from '../../../../contract/transfer.ts'
import { text } from '../../../strings/text.ts'
import { later } from '../../../ui/later.tsx'
import type { Transfers } from '../transfers-store.ts'
import { limitsText } from './limits-draft.ts'

const LimitsPopover = later(async () => (await import('./limits-popover.tsx')).LimitsPopover)

export interface LimitsButtonProps {
  readonly transfers: Transfers
  readonly id: number | 'all'
  readonly limits: Limits
}

/** Opens the limits of one transfer, or of all together. */
export function LimitsButton({ transfers, id, limits }: LimitsButtonProps) {
  const [isOpen, setIsOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  // Pressing the button closes the popover, and the click that follows must not open it again.
  const wasOpen = useRef(false)
  const isOfAll = id === 'all'
  const label = text(isOfAll ? 'transfers.limits' : 'transfers.limits-of')
  const set = limitsText(limits)
  const shared = {
    ref: button,
    'aria-haspopup': 'dialog' as const,
    'aria-expanded': isOpen,
    onPointerDownCapture: () => (wasOpen.current = isOpen),
    onClick: () => {
      setIsOpen(!wasOpen.current)
      wasOpen.current = false
    },
  }
  return (
    <>
      {isOfAll ? (
        <button type="button" className={`btn ${set === '' ? '' : 'bg-sea-soft text-sea-ink'}`} title={set} {...shared}>
          {label}
        </button>
      ) : (
        <button
          type="button"
          className={`icon-btn ${set === '' ? '' : 'text-sea'}`}
          aria-label={label}
          title={set === '' ? label : `${label} ${set}`}
          {...shared}
        >
          <Gauge aria-hidden className="size-3.5" />
        </button>
      )}
      {isOpen && (
        <LimitsPopover transfers={transfers} id={id} limits={limits} anchor={button} onClose={() => setIsOpen(false)} />
      )}
    </>
  )
}
