import { assertNever } from '../../../lib/assert-never.ts'
import { formatLocation } from '../../../contract/location.ts'
import { runCommand } from '../../commands/catalogue.ts'
import { activePane } from '../../commands/command.ts'
import { ShortcutsDialog } from '../../commands/shortcuts-dialog.tsx'
import type { DialogState } from '../../commands/window-state.ts'
import { ActivityDialog } from '../../features/activity/activity-dialog.tsx'
import { DeleteDialog } from '../../features/files/delete-dialog.tsx'
import { NewFolderDialog } from '../../features/files/new-folder-dialog.tsx'
import { PatternDialog } from '../../features/files/pattern-dialog.tsx'
import { MountDialog } from '../../features/mounts/mount-dialog.tsx'
import { findMount } from '../../features/mounts/mounts-store.ts'
import { PaletteDialog } from '../../features/palette/palette-dialog.tsx'
import { selectPattern } from '../../features/pane/choose.ts'
import { openFolder } from '../../features/pane/navigate.ts'
import { SettingsDialog } from '../../features/settings/settings-dialog.tsx'
import { makeFolder } from '../actions/change-files.ts'
import type { WindowModel } from '../compose.ts'
import { deleteChosen } from '../actions/delete-chosen.ts'
import { FacetDialog } from './facet-dialogs.tsx'
import { placeLabel } from '../actions/go-to-typed.ts'
import { MountTaskDialog } from './mount-task-dialog.tsx'
import { paletteItems, typedPlace } from './palette-items.ts'
import { TransferDialog } from './transfer-dialogs.tsx'

export interface DialogsProps {
  readonly model: WindowModel
  readonly dialog: DialogState
  readonly returnFocus: () => HTMLElement | null
}

/** The component of each dialog. */
export function Dialogs({ model, dialog, returnFocus }: DialogsProps) {
  const frame = { returnFocus, onClose: () => model.window.setState({ dialog: { kind: 'none' } }) }
  switch (dialog.kind) {
    case 'none':
      return null
    case 'new-folder':
      return (
        <NewFolderDialog
          {...frame}
          place={formatLocation(dialog.into)}
          onMake={(name) => makeFolder(model, model.panes[dialog.side], dialog.into, name)}
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
    case 'transfer':
    case 'conflict':
    case 'report':
    case 'history':
      return <TransferDialog key={dialog.kind} model={model} dialog={dialog} frame={frame} />
    case 'restore-version':
    case 'remove-version':
    case 'save-version':
    case 'deleted':
    case 'share':
    case 'links':
    case 'properties':
    case 'container':
      return <FacetDialog model={model} dialog={dialog} frame={frame} />
    case 'add-mount':
      return (
        <MountDialog
          {...frame}
          mounts={model.mounts}
          onDone={({ name }) => openFolder(activePane(model), { mount: name, path: '' })}
        />
      )
    case 'activity':
      return (
        <ActivityDialog
          {...frame}
          activity={model.activity}
          placeName={(name) => placeLabel(model, name)}
          {...(dialog.lookFor !== undefined && { lookFor: dialog.lookFor })}
        />
      )
    case 'mount':
      return <MountTaskDialog {...frame} model={model} task={dialog.task} name={dialog.name} />
    case 'settings':
      return (
        <SettingsDialog
          {...frame}
          preferences={model.preferences}
          version={model.window.getState().about?.version}
          onHidden={() => void runCommand(model, 'view.hidden')}
        />
      )
    case 'shortcuts':
      return <ShortcutsDialog {...frame} />
    case 'palette':
      return <PaletteDialog {...frame} items={paletteItems(model)} typedPlace={(typed) => typedPlace(model, typed)} />
    default:
      return assertNever(dialog)
  }
}
