import { useRef, useState } from 'react'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons, DialogForm } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'

export interface NewFolderDialogProps {
  readonly place: string
  /** Creates the folder. Resolves to a sentence if that fails. */
  readonly onMake: (name: string) => Promise<string | undefined>
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

export function NewFolderDialog({ place, onMake, onClose, returnFocus }: NewFolderDialogProps) {
  const input = useRef<HTMLInputElement>(null)
  const [error, setError] = useState<string>()

  async function submit() {
    const name = input.current?.value ?? ''
    if (name === '') return
    const problem = await onMake(name)
    if (problem === undefined) onClose()
    else setError(problem)
  }

  return (
    <DialogBox
      name={text('new-folder.title')}
      heading={text('new-folder.title')}
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={input}
    >
      <DialogForm onSubmit={() => void submit()}>
        <p className="text-ink-2">{text('new-folder.lead', { place })}</p>
        <Field label={text('new-folder.name')} input={input} error={error} onChange={() => setError(undefined)} />
        <DialogButtons>
          <button type="button" className="btn" onClick={onClose}>
            {text('dialog.cancel')}
          </button>
          <button type="submit" className="btn btn-primary">
            {text('new-folder.submit')}
          </button>
        </DialogButtons>
      </DialogForm>
    </DialogBox>
  )
}
