import { useState } from 'react'
import type { MountInfo } from '../../../../contract/api/mounts.ts'
import { text } from '../../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../../ui/dialog.tsx'
import { ColorChoice } from '../form/color-choice.tsx'
import { changeMount, reasonOf } from '../mount-actions.ts'
import type { Mounts } from '../mounts-store.ts'

export interface MountColorDialogProps {
  readonly mounts: Mounts
  readonly mount: MountInfo
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Chooses a colour for a mount. The change is saved at once. */
export function MountColorDialog({ mounts, mount, onClose, returnFocus }: MountColorDialogProps) {
  const [problem, setProblem] = useState<string>()
  const [color, setColor] = useState(mount.color)

  function change(wanted: string | undefined) {
    setColor(wanted)
    changeMount(mounts, mount.name, { color: wanted ?? null }).then(
      () => setProblem(undefined),
      (error: unknown) => setProblem(reasonOf(error, `“${mount.name}”`)),
    )
  }

  return (
    <DialogBox
      name={text('color.title')}
      heading={text('color.heading', { name: mount.label ?? mount.name })}
      onClose={onClose}
      returnFocus={returnFocus}
    >
      <ColorChoice label={text('color.title')} value={color} onChange={change} />
      {problem !== undefined && (
        <p role="alert" className="text-small text-bad">
          {problem}
        </p>
      )}
      <DialogButtons>
        <button type="button" className="btn btn-primary" onClick={onClose}>
          {text('dialog.close')}
        </button>
      </DialogButtons>
    </DialogBox>
  )
}
