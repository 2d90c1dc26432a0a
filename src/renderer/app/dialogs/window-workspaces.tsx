import { removeWorkspace } from '../../features/places/places.ts'
import { WorkspacesDialog } from '../../features/places/workspaces-dialog.tsx'
import { keepWorkspaceNow, openWorkspace } from '../actions/workspaces.ts'
import type { WindowModel } from '../compose.ts'

interface WindowWorkspacesProps {
  readonly model: WindowModel
  readonly frame: { readonly onClose: () => void; readonly returnFocus: () => HTMLElement | null }
}

/** The workspaces over the panes of this window. */
export function WindowWorkspaces({ model, frame }: WindowWorkspacesProps) {
  return (
    <WorkspacesDialog
      {...frame}
      places={model.places}
      onOpen={(name) => {
        frame.onClose()
        openWorkspace(model, name)
      }}
      onKeep={(name) => keepWorkspaceNow(model, name)}
      onRemove={(name) => void model.places.change((places) => removeWorkspace(places, name)).catch(() => {})}
    />
  )
}
