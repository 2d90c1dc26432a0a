import { useRef, useState } from 'react'
import type { MountInfo } from '../../../../contract/api/mounts.ts'
import { text } from '../../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../../ui/dialog.tsx'
import { reasonOf, removeMount } from '../mount-actions.ts'
import type { Mounts } from '../mounts-store.ts'

export interface RemoveMountDialogProps {
  readonly mounts: Mounts
  readonly mount: MountInfo
  /** Called after the removal, with a sentence if the secrets could not be removed. */
  readonly onRemoved: (secretsLeft: string | undefined) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Asks before a mount is removed from the list, and tells which data stays. */
export function RemoveMountDialog({ mounts, mount, onRemoved, onClose, returnFocus }: RemoveMountDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null)
  const [problem, setProblem] = useState<string>()
  const { name, label, secrets } = mount

  async function remove() {
    try {
      const secretsLeft = await removeMount(mounts, name)
      onClose()
      onRemoved(secretsLeft)
    } catch (error) {
      setProblem(reasonOf(error, `“${name}”`))
    }
  }

  return (
    <DialogBox
      name={text('remove-mount.title')}
      heading={text('remove-mount.heading', { name: label ?? name })}
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={cancel}
    >
      <p className="text-ink-2">
        {text('remove-mount.about')}
        {secrets !== undefined && secrets !== 'inline' && ` ${text('remove-mount.secrets')}`}
      </p>
      {problem !== undefined && (
        <p role="alert" className="mt-2 text-small text-bad">
          {problem}
        </p>
      )}
      <DialogButtons>
        <button ref={cancel} type="button" className="btn" onClick={onClose}>
          {text('dialog.cancel')}
        </button>
        <button type="button" className="btn btn-danger" onClick={() => void remove()}>
          {text('remove-mount.submit')}
        </button>
      </DialogButtons>
    </DialogBox>
  )
}
