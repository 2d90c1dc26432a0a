import { assertNever } from '../../../lib/assert-never.ts'
import { locationText } from '../../ui/format/location-text.ts'
import type { DialogState } from '../../commands/window-state.ts'
import { DeleteDialog } from '../../features/files/delete-dialog.tsx'
import { NewFileDialog } from '../../features/files/new-file-dialog.tsx'
import { NewFolderDialog } from '../../features/files/new-folder-dialog.tsx'
import { PatternDialog } from '../../features/files/pattern-dialog.tsx'
import { findMount } from '../../features/mounts/mounts-store.ts'
import { selectPattern } from '../../features/pane/choose.ts'
import { makeFile, makeFolder } from '../actions/change-files.ts'
import type { WindowModel } from '../compose.ts'
import { deleteChosen } from '../actions/delete-chosen.ts'
import { placeLabel } from '../actions/go-to-typed.ts'

export interface FilesDialogProps {
  readonly model: WindowModel
  readonly dialog: Extract<DialogState, { readonly kind: 'new-folder' | 'new-file' | 'delete' | 'pattern' }>
  readonly frame: { readonly returnFocus: () => HTMLElement | null; readonly onClose: () => void }
}

/** Renders the dialogs about the files of a pane. */
export function FilesDialog({ model, dialog, frame }: FilesDialogProps) {
  switch (dialog.kind) {
    case 'new-folder':
      return (
        <NewFolderDialog
          {...frame}
          place={locationText(dialog.into)}
          onMake={(name) => makeFolder(model, model.panes[dialog.side], dialog.into, name)}
        />
      )
    case 'new-file':
      return (
        <NewFileDialog
          {...frame}
          place={locationText(dialog.into)}
          given={dialog.given}
          onMake={(name) => makeFile(model, model.panes[dialog.side], dialog, name)}
        />
      )
    case 'delete':
      return (
        <DeleteDialog
          {...frame}
          names={dialog.entries.map(({ name }) => name)}
          mount={placeLabel(model, dialog.folder.mount)}
          capabilities={findMount(model.mounts.state.getState(), dialog.folder.mount)?.capabilities}
          to={dialog.to}
          onDelete={() => void deleteChosen(model.transfers, dialog.folder, dialog.entries, dialog.to)}
        />
      )
    case 'pattern':
      return (
        <PatternDialog
          {...frame}
          selected={dialog.selected}
          onApply={(pattern) => void selectPattern(model.panes[dialog.side], pattern, { selected: dialog.selected })}
        />
      )
    default:
      return assertNever(dialog)
  }
}
