import type { MountInfo } from '../../../../contract/api/mounts.ts'
import { text } from '../../../strings/text.ts'
import { duplicateMount } from '../mount-actions.ts'
import { MountNameDialog } from './mount-name-dialog.tsx'
import type { Mounts } from '../mounts-store.ts'

export interface DuplicateMountDialogProps {
  readonly mounts: Mounts
  readonly name: string
  readonly onDone: (mount: MountInfo) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Adds a copy of a mount under another name. The user can then change it. */
export function DuplicateMountDialog({ mounts, name, ...frame }: DuplicateMountDialogProps) {
  return (
    <MountNameDialog
      {...frame}
      title={text('duplicate-mount.title')}
      heading={text('duplicate-mount.heading', { name })}
      about={[text('duplicate-mount.about')]}
      label={text('duplicate-mount.name')}
      suggested={`${name} 2`}
      submitText={text('duplicate-mount.submit')}
      add={(as) => duplicateMount(mounts, name, as)}
    />
  )
}
