import { type Location, parentPath } from '../../../contract/location.ts'
import type { EditDialogProps } from '../../features/edit/edit-dialog.tsx'
import { canWriteTo, findMount } from '../../features/mounts/mounts-store.ts'
import { refreshIfShown } from '../../features/pane/navigate.ts'
import { later } from '../../ui/later.tsx'
import type { WindowModel } from '../compose.ts'

const EditDialog = later<EditDialogProps>(async () => (await import('../../features/edit/edit-dialog.tsx')).EditDialog)

interface WindowEditorProps {
  readonly model: WindowModel
  readonly location: Location
  readonly frame: { readonly onClose: () => void; readonly returnFocus: () => HTMLElement | null }
}

/** The built-in editor for a file of a pane. */
export function WindowEditor({ model, location, frame }: WindowEditorProps) {
  const mounts = model.mounts.state.getState()
  return (
    <EditDialog
      {...frame}
      client={model.link.client}
      location={location}
      canWrite={canWriteTo(mounts, location.mount)}
      hasProperties={findMount(mounts, location.mount)?.capabilities?.properties !== undefined}
      onSaved={({ mount, path }) => {
        for (const pane of Object.values(model.panes)) refreshIfShown(pane, { mount, path: parentPath(path) })
      }}
    />
  )
}
