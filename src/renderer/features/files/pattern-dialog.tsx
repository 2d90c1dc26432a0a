import { useRef } from 'react'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons, DialogForm } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'

export interface PatternDialogProps {
  /** True to select the matching files, false to unselect them. */
  readonly selected: boolean
  readonly onApply: (pattern: string) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

export function PatternDialog({ selected, onApply, onClose, returnFocus }: PatternDialogProps) {
  const input = useRef<HTMLInputElement>(null)
  const title = text(selected ? 'pattern.add-title' : 'pattern.remove-title')

  function submit() {
    onApply(input.current?.value ?? '')
    onClose()
  }

  return (
    <DialogBox name={title} heading={title} onClose={onClose} returnFocus={returnFocus} initialFocus={input}>
      <DialogForm onSubmit={submit}>
        <Field label={text('pattern.label')} input={input} defaultValue="*" hint={text('pattern.about')} />
        <DialogButtons>
          <button type="button" className="btn" onClick={onClose}>
            {text('dialog.cancel')}
          </button>
          <button type="submit" className="btn btn-primary">
            {text(selected ? 'pattern.add' : 'pattern.remove')}
          </button>
        </DialogButtons>
      </DialogForm>
    </DialogBox>
  )
}
