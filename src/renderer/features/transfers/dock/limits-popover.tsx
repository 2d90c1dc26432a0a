import { Popover } from '@base-ui/react/popover'
import { Gauge } from 'lucide-react'
import { useRef, useState } from 'react'
import type { Limits } from '../../../../contract/transfer.ts'
import { text } from '../../../strings/text.ts'
import { DialogForm } from '../../../ui/dialog.tsx'
import { Field } from '../../../ui/field.tsx'
import { draftOf, limitsText, readLimits } from './limits-draft.ts'
import { act, type Transfers } from '../transfers-store.ts'

export interface LimitsPopoverProps {
  readonly transfers: Transfers
  readonly id: number | 'all'
  readonly limits: Limits
}

/** How fast one transfer, or all of them together, may be. */
export function LimitsPopover({ transfers, id, limits }: LimitsPopoverProps) {
  const [isOpen, setIsOpen] = useState(false)
  const isOfAll = id === 'all'
  const label = text(isOfAll ? 'transfers.limits' : 'transfers.limits-of')
  const set = limitsText(limits)
  const title = set === '' ? label : `${label} ${set}`
  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
      {isOfAll ? (
        <Popover.Trigger className={`btn ${set === '' ? '' : 'bg-sea-soft text-sea-ink'}`} title={set}>
          {label}
        </Popover.Trigger>
      ) : (
        <Popover.Trigger className={`icon-btn ${set === '' ? '' : 'text-sea'}`} aria-label={label} title={title}>
          <Gauge aria-hidden className="size-3.5" />
        </Popover.Trigger>
      )}
      <Popover.Portal>
        <Popover.Positioner side="top" align="end" sideOffset={6} className="z-30">
          <Popover.Popup
            aria-label={text('limits.title')}
            className="w-64 rounded-xl border border-line bg-panel p-3.5 shadow-float outline-none"
          >
            <LimitsForm transfers={transfers} id={id} limits={limits} onDone={() => setIsOpen(false)} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function LimitsForm({ transfers, id, limits, onDone }: LimitsPopoverProps & { readonly onDone: () => void }) {
  const jobs = useRef<HTMLInputElement>(null)
  const rate = useRef<HTMLInputElement>(null)
  const [wrong, setWrong] = useState({ jobs: false, rate: false })
  const draft = draftOf(limits)

  function apply() {
    const read = readLimits(jobs.current?.value ?? '', rate.current?.value ?? '')
    if (read.kind === 'wrong') return setWrong(read)
    onDone()
    void act(transfers, (calls) => calls.setLimits({ id, limits: read.limits }))
  }

  return (
    <DialogForm onSubmit={apply}>
      <p className="font-semibold">{text(id === 'all' ? 'limits.of-all' : 'limits.of-one')}</p>
      <Field
        label={text('limits.jobs')}
        input={jobs}
        defaultValue={draft.jobs}
        hint={text('limits.no-jobs')}
        error={wrong.jobs ? text('limits.bad-jobs') : undefined}
      />
      <Field
        label={text('limits.rate')}
        input={rate}
        defaultValue={draft.rate}
        hint={text('limits.no-rate')}
        error={wrong.rate ? text('limits.bad-rate') : undefined}
      />
      <button type="submit" className="btn btn-primary self-end">
        {text('limits.apply')}
      </button>
    </DialogForm>
  )
}
