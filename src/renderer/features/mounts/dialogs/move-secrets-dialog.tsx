import { useState } from 'react'
import type { MountInfo } from '../../../../contract/api/mounts.ts'
import { text } from '../../../strings/text.ts'
import { DialogBox, DialogButtons, DialogForm } from '../../../ui/dialog.tsx'
import { moveSecrets, reasonOf } from '../mount-actions.ts'
import type { Mounts } from '../mounts-store.ts'
import { SecretPlaceFields } from '../form/secret-place.tsx'
import { useSecretPlace } from '../form/use-secret-place.ts'

export interface MoveSecretsDialogProps {
  readonly mounts: Mounts
  readonly mount: MountInfo
  readonly onDone: () => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Moves secrets out of the mounts file, or from one place to another. */
export function MoveSecretsDialog({ mounts, mount, onDone, onClose, returnFocus }: MoveSecretsDialogProps) {
  const isInline = mount.secrets === 'inline'
  // The mounts file is not offered as a place. Therefore nothing is preselected until a keychain is found.
  const place = useSecretPlace(mounts, { isNeeded: true, current: isInline ? undefined : mount.secrets })
  const [problem, setProblem] = useState<string>()
  const [isMoving, setIsMoving] = useState(false)

  async function submit() {
    setIsMoving(true)
    try {
      const prepared = await place.prepare()
      if ('problem' in prepared) return setProblem(prepared.problem)
      if (prepared.keep !== 'inline') await moveSecrets(mounts, mount.name, prepared.keep)
      onClose()
      onDone()
    } catch (error) {
      setProblem(reasonOf(error, `“${mount.name}”`))
    } finally {
      setIsMoving(false)
    }
  }

  return (
    <DialogBox
      name={text('move-secrets.title')}
      heading={text('move-secrets.heading', { name: mount.label ?? mount.name })}
      isWide
      onClose={onClose}
      returnFocus={returnFocus}
    >
      <DialogForm onSubmit={() => void submit()}>
        {isInline && <p className="text-ink-2">{text('move-secrets.about-inline')}</p>}
        <SecretPlaceFields place={place} />
        {problem !== undefined && (
          <p role="alert" className="text-small text-bad">
            {problem}
          </p>
        )}
        <DialogButtons>
          <button type="button" className="btn" onClick={onClose}>
            {text('dialog.cancel')}
          </button>
          <button type="submit" className="btn btn-primary" disabled={isMoving}>
            {text('move-secrets.submit')}
          </button>
        </DialogButtons>
      </DialogForm>
    </DialogBox>
  )
}
