import { useRef, useState } from 'react'
import type { MountInfo } from '../../../contract/api/mounts.ts'
import { baseName, type Location } from '../../../contract/location.ts'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons, DialogForm } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { reasonOf } from './mount-actions.ts'
import { findMount, type Mounts } from './mounts-store.ts'

export interface KeepVersionsDialogProps {
  readonly mounts: Mounts
  readonly folder: Location
  readonly onDone: (mount: MountInfo) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Makes a shelf of a folder of this computer. */
export function KeepVersionsDialog({ mounts, folder, onDone, onClose, returnFocus }: KeepVersionsDialogProps) {
  const input = useRef<HTMLInputElement>(null)
  const [error, setError] = useState<string>()
  const name = baseName(folder.path) || folder.mount

  async function submit() {
    const typed = input.current?.value.trim() ?? ''
    try {
      const mount = await mounts.client().mounts.addShelf({ folder, name: typed })
      onClose()
      onDone(mount)
    } catch (caught) {
      setError(reasonOf(caught, `“${typed}”`))
    }
  }

  return (
    <DialogBox
      name={text('keep-versions.title')}
      heading={text('keep-versions.heading', { name })}
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={input}
    >
      <DialogForm onSubmit={() => void submit()}>
        <p className="text-ink-2">{text('keep-versions.about')}</p>
        <p className="text-ink-2">{text('keep-versions.leave')}</p>
        <Field
          label={text('keep-versions.name')}
          input={input}
          defaultValue={freeName(mounts, name.replaceAll(/[:/\\]/gu, ' '))}
          error={error}
          onChange={() => setError(undefined)}
        />
        <DialogButtons>
          <button type="button" className="btn" onClick={onClose}>
            {text('dialog.cancel')}
          </button>
          <button type="submit" className="btn btn-primary">
            {text('keep-versions.submit')}
          </button>
        </DialogButtons>
      </DialogForm>
    </DialogBox>
  )
}

function freeName({ state }: Mounts, name: string): string {
  const isTaken = (candidate: string) => findMount(state.getState(), candidate) !== undefined
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name} ${number}`
    if (!isTaken(candidate)) return candidate
  }
}
