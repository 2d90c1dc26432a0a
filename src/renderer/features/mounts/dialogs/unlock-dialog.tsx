import { useRef, useState } from 'react'
import { text } from '../../../strings/text.ts'
import { DialogBox, DialogButtons, DialogForm } from '../../../ui/dialog.tsx'
import { Field } from '../../../ui/field.tsx'
import { reasonOf, unlockFile } from '../mount-actions.ts'
import type { Mounts } from '../mounts-store.ts'

export interface UnlockDialogProps {
  readonly mounts: Mounts
  readonly onDone: () => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Asks for the master password of the encrypted secrets file, for this session. */
export function UnlockDialog({ mounts, onDone, onClose, returnFocus }: UnlockDialogProps) {
  const input = useRef<HTMLInputElement>(null)
  const [error, setError] = useState<string>()

  async function submit() {
    const typed = input.current?.value ?? ''
    if (typed === '') return setError(text('secrets.password-missing'))
    try {
      await unlockFile(mounts, typed)
      if (input.current) input.current.value = ''
      onClose()
      onDone()
    } catch (caught) {
      setError(reasonOf(caught, text('secrets.file')))
    }
  }

  return (
    <DialogBox
      name={text('unlock.title')}
      heading={text('unlock.title')}
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={input}
    >
      <DialogForm onSubmit={() => void submit()}>
        <p className="text-ink-2">{text('unlock.about')}</p>
        <Field
          label={text('secrets.master-password')}
          input={input}
          type="password"
          error={error}
          onChange={() => setError(undefined)}
        />
        <DialogButtons>
          <button type="button" className="btn" onClick={onClose}>
            {text('dialog.cancel')}
          </button>
          <button type="submit" className="btn btn-primary">
            {text('unlock.submit')}
          </button>
        </DialogButtons>
      </DialogForm>
    </DialogBox>
  )
}
