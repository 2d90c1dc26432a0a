import { assertNever } from '../../../lib/assert-never.ts'
import { activePane } from '../../commands/command.ts'
import { ShortcutsDialog } from '../../commands/shortcuts-dialog.tsx'
import type { DialogState } from '../../commands/window-state.ts'
import { ActivityDialog } from '../../features/activity/activity-dialog.tsx'
import { KeepVersionsDialog } from '../../features/mounts/dialogs/keep-versions-dialog.tsx'
import { MountDialog } from '../../features/mounts/dialogs/mount-dialog.tsx'
import { openFolder } from '../../features/pane/navigate.ts'
import { VersionDialog } from './version-dialogs.tsx'
import type { WindowModel } from '../compose.ts'
import { placeLabel } from '../actions/go-to-typed.ts'
import { ChecksumDialogs } from './checksum-dialogs.tsx'
import { EditsDialog } from '../../features/edits/edits-dialog.tsx'
import { FacetDialog } from './facet-dialogs.tsx'
import { FilesDialog } from './files-dialogs.tsx'
import { LookDialog } from './look-dialog.tsx'
import { MountTaskDialog } from './mount-task-dialog.tsx'
import { MultiRename } from './multi-rename.tsx'
import { WindowCompress } from './window-compress.tsx'
import { WindowMakeFile } from './window-make-file.tsx'
import { WindowPalette } from './palette/window-palette.tsx'
import { WindowEditor } from './window-editor.tsx'
import { PlaceDialog } from './place-dialogs.tsx'
import { WindowSettingsDialog } from './window-settings-dialog.tsx'
import { SyncDialogs } from './sync-dialogs.tsx'
import { TableQueryDialog } from './table-query-dialog.tsx'
import { TransferDialog } from './transfer-dialogs.tsx'

export interface DialogsProps {
  readonly model: WindowModel
  readonly dialog: DialogState
  readonly returnFocus: () => HTMLElement | null
}

/** Renders the dialog that is open. */
export function Dialogs({ model, dialog, returnFocus }: DialogsProps) {
  const frame = { returnFocus, onClose: () => model.window.setState({ dialog: { kind: 'none' } }) }
  const openMount = ({ name }: { readonly name: string }) => openFolder(activePane(model), { mount: name, path: '' })
  switch (dialog.kind) {
    case 'none':
      return null
    case 'new-folder':
    case 'new-file':
    case 'delete':
    case 'pattern':
      return <FilesDialog model={model} dialog={dialog} frame={frame} />
    case 'multi-rename':
      return <MultiRename {...frame} model={model} side={dialog.side} />
    case 'transfer':
    case 'conflict':
    case 'report':
    case 'history':
      return <TransferDialog key={dialog.kind} model={model} dialog={dialog} frame={frame} />
    case 'restore-version':
    case 'remove-version':
    case 'save-version':
    case 'preview':
    case 'compare':
    case 'undelete':
      return <VersionDialog model={model} dialog={dialog} frame={frame} />
    case 'share':
    case 'links':
    case 'mount-history':
    case 'properties':
    case 'permissions':
    case 'container':
      return <FacetDialog model={model} dialog={dialog} frame={frame} />
    case 'edits':
      return <EditsDialog {...frame} client={model.link.client} state={model.edits} />
    case 'checksums':
    case 'verify-checksums':
      return <ChecksumDialogs key={dialog.kind} model={model} dialog={dialog} frame={frame} />
    case 'compare-folders':
    case 'sync-pairs':
      return <SyncDialogs model={model} dialog={dialog} frame={frame} />
    case 'add-mount':
      return <MountDialog {...frame} mounts={model.mounts} onDone={openMount} />
    case 'keep-versions':
      return <KeepVersionsDialog {...frame} mounts={model.mounts} folder={dialog.folder} onDone={openMount} />
    case 'compress':
      return <WindowCompress model={model} frame={frame} dialog={dialog} />
    case 'make-file':
      return <WindowMakeFile model={model} frame={frame} dialog={dialog} />
    case 'look':
      return <LookDialog {...frame} model={model} side={dialog.side} note={dialog.note} />
    case 'activity':
      return <WindowActivity model={model} frame={frame} dialog={dialog} />
    case 'mount':
      return <MountTaskDialog {...frame} model={model} task={dialog.task} name={dialog.name} />
    case 'query':
      return <TableQueryDialog model={model} location={dialog.location} isFolder={dialog.isFolder} frame={frame} />
    case 'settings':
      return <WindowSettingsDialog {...frame} model={model} at={dialog.at} />
    case 'edit':
      return <WindowEditor model={model} location={dialog.location} frame={frame} />
    case 'space':
    case 'workspaces':
      return <PlaceDialog model={model} dialog={dialog} frame={frame} />
    case 'shortcuts':
      return <ShortcutsDialog {...frame} />
    case 'palette':
      return <WindowPalette model={model} frame={frame} />
    default:
      return assertNever(dialog)
  }
}

interface WindowActivityProps {
  readonly model: WindowModel
  readonly dialog: Extract<DialogState, { readonly kind: 'activity' }>
  readonly frame: { readonly returnFocus: () => HTMLElement | null; readonly onClose: () => void }
}

function WindowActivity({ model, dialog, frame }: WindowActivityProps) {
  return (
    <ActivityDialog
      {...frame}
      activity={model.activity}
      placeName={(name) => placeLabel(model, name)}
      {...(dialog.lookFor !== undefined && { lookFor: dialog.lookFor })}
    />
  )
}
