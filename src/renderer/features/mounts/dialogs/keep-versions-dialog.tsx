import type { MountInfo } from '../../../../contract/api/mounts.ts'
import { baseName, type Location } from '../../../../contract/location.ts'
import { text } from '../../../strings/text.ts'
import { MountNameDialog } from './mount-name-dialog.tsx'
import { findMount, type Mounts } from '../mounts-store.ts'

export interface KeepVersionsDialogProps {
  readonly mounts: Mounts
  readonly folder: Location
  readonly onDone: (mount: MountInfo) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Turns a folder on this computer into a shelf. */
export function KeepVersionsDialog({ mounts, folder, ...frame }: KeepVersionsDialogProps) {
  const name = baseName(folder.path) || folder.mount
  return (
    <MountNameDialog
      {...frame}
      title={text('keep-versions.title')}
      heading={text('keep-versions.heading', { name })}
      about={[text('keep-versions.about'), text('keep-versions.leave')]}
      label={text('keep-versions.name')}
      suggested={freeName(mounts, name.replaceAll(/[:/\\]/gu, ' '))}
      submitText={text('keep-versions.submit')}
      add={(typed) => mounts.client().mounts.addShelf({ folder, name: typed })}
    />
  )
}

function freeName({ state }: Mounts, name: string): string {
  const isTaken = (candidate: string) => findMount(state.getState(), candidate) !== undefined
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name} ${number}`
    if (!isTaken(candidate)) return candidate
  }
}
