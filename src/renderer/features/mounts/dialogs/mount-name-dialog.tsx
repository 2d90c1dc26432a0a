import { useRef, useState } from 'react'
import type { MountInfo } from '../../../../contract/api/mounts.ts'
import { text } from '../../../strings/text.ts'
import { DialogBox, DialogButtons, DialogForm } from '../../../ui/dialog.tsx'
import { Field } from '../../../ui/field.tsx'
import { reasonOf } from '../mount-actions.ts'

export interface MountNameDialogProps {
  readonly title: string
  readonly heading: string
  /** The explanation, as paragraphs. */
  readonly about: readonly string[]
  readonly label: string
  readonly suggested: string
  readonly submitText: string
  /** Adds the mount under the typed name. */
  readonly add: (name: string) => Promise<MountInfo>
  readonly onDone: (mount: MountInfo) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Asks for the name of a new mount. */
export function MountNameDialog(props: MountNameDialogProps) {
  const { title, heading, about, label, suggested, submitText, add, onDone, onClose, returnFocus } = props
  const input = useRef<HTMLInputElement>(null)
  const [error, setError] = useState<string>()

  async function submit() {
    const typed = input.current?.value.trim() ?? ''
    try {
      const mount = await add(typed)
      onClose()
      onDone(mount)
    } catch (caught) {
      setError(reasonOf(caught, `“${typed}”`))
    }
  }

  return (
    <DialogBox name={title} heading={heading} onClose={onClose} returnFocus={returnFocus} initialFocus={input}>
      <DialogForm onSubmit={() => void submit()}>
        {about.map((paragraph) => (
          <p key={paragraph} className="text-ink-2">
            {paragraph}
          </p>
        ))}
        <Field
          label={label}
          input={input}
          defaultValue={suggested}
          error={error}
          onChange={() => setError(undefined)}
        />
        <DialogButtons>
          <button type="button" className="btn" onClick={onClose}>
            {text('dialog.cancel')}
          </button>
          <button type="submit" className="btn btn-primary">
            {submitText}
          </button>
        </DialogButtons>
      </DialogForm>
    </DialogBox>
  )
}
