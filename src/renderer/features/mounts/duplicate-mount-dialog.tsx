import { useRef, useState } from 'react'
import type { MountInfo } from '../../../contract/api/mounts.ts'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons, DialogForm } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { duplicateMount, reasonOf } from './mount-actions.ts'
import type { Mounts } from './mounts-store.ts'

export interface DuplicateMountDialogProps {
  readonly mounts: Mounts
  readonly name: string
  readonly onDone: (mount: MountInfo) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Adds a mount again under another name, to be changed then. */
export function DuplicateMountDialog({ mounts, name, onDone, onClose, returnFocus }: DuplicateMountDialogProps) {
  const input = useRef<HTMLInputElement>(null)
  const [error, setError] = useState<string>()

  async function submit() {
    try {
      const mount = await duplicateMount(mounts, name, input.current?.value.trim() ?? '')
      onClose()
      onDone(mount)
    } catch (caught) {
      setError(reasonOf(caught, `“${name}”`))
    }
  }

  return (
    <DialogBox
      name={text('duplicate-mount.title')}
      heading={text('duplicate-mount.heading', { name })}
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={input}
    >
      <DialogForm onSubmit={() => void submit()}>
        <p className="text-ink-2">{text('duplicate-mount.about')}</p>
        <Field
          label={text('duplicate-mount.name')}
          input={input}
          defaultValue={`${name} 2`}
          error={error}
          onChange={() => setError(undefined)}
        />
        <DialogButtons>
          <button type="button" className="btn" onClick={onClose}>
            {text('dialog.cancel')}
          </button>
          <button type="submit" className="btn btn-primary">
            {text('duplicate-mount.submit')}
          </button>
        </DialogButtons>
      </DialogForm>
    </DialogBox>
  )
}
