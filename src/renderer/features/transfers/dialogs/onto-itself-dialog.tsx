import { useRef } from 'react'
import { baseName, type Location } from '../../../../contract/location.ts'
import { text } from '../../../strings/text.ts'
import { DialogBox, DialogButtons, DialogForm } from '../../../ui/dialog.tsx'
import type { OntoItself } from './onto-itself.ts'
import { startTransfer, type Transfers } from '../transfers-store.ts'

export interface OntoItselfDialogProps {
  readonly transfers: Transfers
  readonly found: OntoItself
  readonly isMove: boolean
  readonly sources: readonly Location[]
  readonly into: Location
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Replaces the copy dialog: a copy into the same folder can be a duplicate; any other case is refused here. */
export function OntoItselfDialog(props: OntoItselfDialogProps) {
  return props.found === 'same' && !props.isMove ? <DuplicateDialog {...props} /> : <RefusalDialog {...props} />
}

function DuplicateDialog({ transfers, sources, into, onClose, returnFocus }: OntoItselfDialogProps) {
  const button = useRef<HTMLButtonElement>(null)
  const names = namesOf(sources)

  function duplicate() {
    onClose()
    const policy = { skip: 'never', onConflict: 'keep-both' } as const
    void startTransfer(transfers, { verb: 'copy', sources: sources.map((location) => ({ location })), into, policy })
  }

  return (
    <DialogBox
      name={text('duplicate.title')}
      heading={text(sources.length === 1 ? 'duplicate.heading-named' : 'duplicate.heading', names)}
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={button}
    >
      <DialogForm onSubmit={duplicate}>
        <p className="text-ink-2">{text('duplicate.about', names)}</p>
        <DialogButtons>
          <button type="button" className="btn" onClick={onClose}>
            {text('dialog.cancel')}
          </button>
          <button ref={button} type="submit" className="btn btn-primary">
            {text('duplicate.title')}
          </button>
        </DialogButtons>
      </DialogForm>
    </DialogBox>
  )
}

function RefusalDialog({ found, isMove, sources, onClose, returnFocus }: OntoItselfDialogProps) {
  const button = useRef<HTMLButtonElement>(null)
  const names = namesOf(sources)
  const verb = isMove ? 'move' : 'copy'
  return (
    <DialogBox
      name={text(`onto-itself.${verb}`)}
      heading={text(`onto-itself.${verb}`)}
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={button}
    >
      <DialogForm onSubmit={onClose}>
        <p role="alert" className="text-ink-2">
          {found === 'same' ? text('onto-itself.same', names) : text(`onto-itself.into-${verb}`)}
        </p>
        <DialogButtons>
          <button ref={button} type="submit" className="btn btn-primary">
            {text('dialog.close')}
          </button>
        </DialogButtons>
      </DialogForm>
    </DialogBox>
  )
}

function namesOf(sources: readonly Location[]) {
  return { name: baseName(sources[0]?.path ?? ''), count: sources.length }
}
