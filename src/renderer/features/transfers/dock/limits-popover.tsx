import { Popover } from '@base-ui/react/popover'
import { type RefObject, useRef, useState } from 'react'
import type { Limits } from '../../../../contract/transfer.ts'
import { text } from '../../../strings/text.ts'
import { DialogForm } from '../../../ui/dialog.tsx'
import { Field } from '../../../ui/field.tsx'
import { draftOf, readLimits } from './limits-draft.ts'
import { act, type Transfers } from '../transfers-store.ts'

export interface LimitsPopoverProps {
  readonly transfers: Transfers
  readonly id: number | 'all'
  readonly limits: Limits
  /** The button that opened the popover. */
  readonly anchor: RefObject<HTMLButtonElement | null>
  readonly onClose: () => void
}

/** A popover for the limits of one transfer, or of all together. */
export function LimitsPopover({ transfers, id, limits, anchor, onClose }: LimitsPopoverProps) {
  return (
    <Popover.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Popover.Portal>
        <Popover.Positioner anchor={anchor} side="top" align="end" sideOffset={6} className="z-30">
          <Popover.Popup
            aria-label={text('limits.title')}
            finalFocus={anchor}
            className="w-64 rounded-xl border border-line bg-panel p-3.5 shadow-float outline-none"
          >
            <LimitsForm transfers={transfers} id={id} limits={limits} onDone={onClose} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

type LimitsFormProps = Pick<LimitsPopoverProps, 'transfers' | 'id' | 'limits'> & { readonly onDone: () => void }

/** A form for the limits of one transfer, or of all. */
export function LimitsForm({ transfers, id, limits, onDone }: LimitsFormProps) {
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
