import { useRef, useState } from 'react'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons, DialogForm } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { formatSize } from '../../ui/format/size.ts'

export interface NewFileDialogProps {
  readonly place: string
  /** The content of the file and a suggested name; undefined for an empty file. */
  readonly given: { readonly name: string; readonly content: Blob } | undefined
  /** Creates the file. Resolves to a sentence if that fails. */
  readonly onMake: (name: string) => Promise<string | undefined>
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Asks for the name of a new file. If the name is taken, it stays in the field so that the user can change it. */
export function NewFileDialog({ place, given, onMake, onClose, returnFocus }: NewFileDialogProps) {
  const input = useRef<HTMLInputElement>(null)
  const [error, setError] = useState<string>()
  const [isBusy, setBusy] = useState(false)

  async function submit() {
    const name = input.current?.value ?? ''
    if (name === '' || isBusy) return
    setBusy(true)
    const problem = await onMake(name)
    setBusy(false)
    if (problem === undefined) return onClose()
    setError(problem)
    input.current?.focus()
  }

  return (
    <DialogBox
      name={text('new-file.title')}
      heading={text('new-file.title')}
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={input}
    >
      <DialogForm onSubmit={() => void submit()}>
        <p className="text-ink-2">
          {given
            ? text('new-file.lead-given', { size: formatSize(given.content.size), place })
            : text('new-file.lead', { place })}
        </p>
        <Field
          label={text('new-file.name')}
          input={input}
          error={error}
          {...(given && { defaultValue: given.name })}
          onChange={() => setError(undefined)}
        />
        <DialogButtons>
          <button type="button" className="btn" onClick={onClose}>
            {text('dialog.cancel')}
          </button>
          <button type="submit" className="btn btn-primary" aria-busy={isBusy}>
            {text('new-file.submit')}
          </button>
        </DialogButtons>
      </DialogForm>
    </DialogBox>
  )
}
