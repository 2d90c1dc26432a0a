import { activePane } from '../../commands/command.ts'
import type { PlaceDialogState } from '../../commands/window-state.ts'
import { mountColor } from '../../features/mounts/mounts-store.ts'
import { openFolder } from '../../features/pane/navigate.ts'
import { removeWorkspace } from '../../features/places/places.ts'
import { WorkspacesDialog } from '../../features/places/workspaces-dialog.tsx'
import { SpaceDialog } from '../../features/space/space-dialog.tsx'
import { placeLabel } from '../actions/go-to-typed.ts'
import { changePlaces } from '../../commands/change-places.ts'
import { keepWorkspaceNow, openWorkspace } from '../actions/workspaces.ts'
import type { WindowModel } from '../compose.ts'

export interface PlaceDialogProps {
  readonly model: WindowModel
  readonly dialog: PlaceDialogState
  readonly frame: { readonly onClose: () => void; readonly returnFocus: () => HTMLElement | null }
}

/** Renders the dialogs about folders as places. */
export function PlaceDialog({ model, dialog, frame }: PlaceDialogProps) {
  if (dialog.kind === 'space') {
    const { location } = dialog
    return (
      <SpaceDialog
        {...frame}
        client={model.link.client}
        location={location}
        label={placeLabel(model, location.mount)}
        color={mountColor(model.mounts.state.getState(), location.mount)}
        onShow={(folder) => {
          frame.onClose()
          openFolder(activePane(model), folder)
        }}
      />
    )
  }
  return (
    <WorkspacesDialog
      {...frame}
      places={model.places}
      onOpen={(name) => {
        frame.onClose()
        openWorkspace(model, name)
      }}
      onKeep={(name) => keepWorkspaceNow(model, name)}
      onRemove={(name) => void changePlaces(model, (places) => removeWorkspace(places, name))}
    />
  )
}
