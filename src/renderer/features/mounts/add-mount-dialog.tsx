import { useRef, useState } from 'react'
import { failureOf } from '../../../contract/failure.ts'
import type { MountInfo } from '../../../contract/api/mounts.ts'
import { failureText } from '../../strings/failures.ts'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons, DialogForm } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { addMount, type Mounts } from './mounts-store.ts'

export interface AddMountDialogProps {
  readonly mounts: Mounts
  readonly onAdded: (mount: MountInfo) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Adds a folder of this computer under a name of its own. */
export function AddMountDialog({ mounts, onAdded, onClose, returnFocus }: AddMountDialogProps) {
  const name = useRef<HTMLInputElement>(null)
  const path = useRef<HTMLInputElement>(null)
  const readOnly = useRef<HTMLInputElement>(null)
  const [error, setError] = useState<string>()

  async function submit() {
    const typed = name.current?.value.trim() ?? ''
    try {
      const added = await addMount(mounts, {
        type: 'local',
        name: typed,
        path: path.current?.value.trim() ?? '',
        ...(readOnly.current?.checked && { readOnly: true }),
      })
      onClose()
      onAdded(added)
    } catch (caught) {
      const failure = failureOf(caught)
      const isOurs = failure.kind === 'bad-input' || failure.kind === 'exists'
      setError(isOurs ? failure.message : failureText(failure, `“${typed}”`).title)
    }
  }

  return (
    <DialogBox
      name={text('add-mount.title')}
      heading={text('add-mount.title')}
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={name}
    >
      <DialogForm onSubmit={() => void submit()}>
        <p className="text-ink-2">{text('add-mount.lead')}</p>
        <Field label={text('add-mount.name')} input={name} onChange={() => setError(undefined)} />
        <Field
          label={text('add-mount.path')}
          input={path}
          placeholder={text('add-mount.path-hint')}
          error={error}
          onChange={() => setError(undefined)}
        />
        <label className="flex items-center gap-2">
          <input ref={readOnly} type="checkbox" className="accent-(--sea)" />
          {text('add-mount.read-only')}
        </label>
        <DialogButtons>
          <button type="button" className="btn" onClick={onClose}>
            {text('dialog.cancel')}
          </button>
          <button type="submit" className="btn btn-primary">
            {text('add-mount.submit')}
          </button>
        </DialogButtons>
      </DialogForm>
    </DialogBox>
  )
}
