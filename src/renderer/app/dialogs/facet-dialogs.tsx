import { assertNever } from '../../../lib/assert-never.ts'
import { baseName, childPath } from '../../../contract/location.ts'
import type { FacetDialogState } from '../../commands/window-state.ts'
import { ContainerDialog } from '../../features/container/container-dialog.tsx'
import { findMount } from '../../features/mounts/mounts-store.ts'
import { refreshIfShown } from '../../features/pane/navigate.ts'
import { ManyPropertiesDialog } from '../../features/properties/many-properties-dialog.tsx'
import { PropertiesDialog } from '../../features/properties/properties-dialog.tsx'
import { LinksDialog } from '../../features/share/links-dialog.tsx'
import { ShareDialog } from '../../features/share/share-dialog.tsx'
import { DeletedDialog } from '../../features/versions/deleted-dialog.tsx'
import { SaveVersionDialog, VersionQuestion } from '../../features/versions/version-dialogs.tsx'
import type { WindowModel } from '../compose.ts'
import { longestDownload } from '../actions/gather-bytes.ts'
import {
  removeVersion,
  restoreVersion,
  saveFolderText,
  saveVersion,
  versionsChanged,
} from '../actions/version-actions.ts'

export interface FacetDialogProps {
  readonly model: WindowModel
  readonly dialog: FacetDialogState
  readonly frame: { readonly returnFocus: () => HTMLElement | null; readonly onClose: () => void }
}

/** The component of each dialog about what only some mounts can do. */
export function FacetDialog({ model, dialog, frame }: FacetDialogProps) {
  const { client } = model.link
  const mountAt = (name: string) => findMount(model.mounts.state.getState(), name)
  const canWrite = (name: string) => !mountAt(name)?.readOnly && mountAt(name)?.capabilities?.canWrite !== false
  switch (dialog.kind) {
    case 'restore-version':
    case 'remove-version': {
      const { kind, location, version } = dialog
      const act = kind === 'restore-version' ? restoreVersion : removeVersion
      return (
        <VersionQuestion
          {...frame}
          question={kind === 'restore-version' ? 'restore' : 'remove'}
          name={baseName(location.path)}
          version={version}
          onYes={() => void act(model, location, version)}
        />
      )
    }
    case 'save-version':
      return (
        <SaveVersionDialog
          {...frame}
          name={baseName(dialog.location.path)}
          version={dialog.version}
          pane={saveFolderText(model)}
          longestDownload={longestDownload}
          onSave={(place, name) => void saveVersion(model, dialog.location, dialog.version, { place, name })}
        />
      )
    case 'deleted':
      return (
        <DeletedDialog
          {...frame}
          client={client}
          folder={dialog.folder}
          canWrite={canWrite(dialog.folder.mount)}
          onRestored={(name) =>
            versionsChanged(model, { mount: dialog.folder.mount, path: childPath(dialog.folder.path, name) })
          }
        />
      )
    case 'share':
      return (
        <ShareDialog
          {...frame}
          client={client}
          location={dialog.location}
          isFolder={dialog.isFolder}
          links={mountAt(dialog.location.mount)?.capabilities?.links}
          onAll={() => model.window.setState({ dialog: { kind: 'links' } })}
        />
      )
    case 'links':
      return <LinksDialog {...frame} client={client} />
    case 'properties': {
      const { folder, entries } = dialog
      const shared = {
        ...frame,
        client,
        folder,
        capabilities: mountAt(folder.mount)?.capabilities,
        canWrite: canWrite(folder.mount),
        onChanged: () => {
          for (const pane of Object.values(model.panes)) refreshIfShown(pane, folder)
        },
      }
      const [first] = entries
      if (!first) return null
      return entries.length === 1 ? (
        <PropertiesDialog {...shared} entry={first} />
      ) : (
        <ManyPropertiesDialog {...shared} entries={entries} />
      )
    }
    case 'container':
      return (
        <ContainerDialog
          {...frame}
          client={client}
          location={dialog.location}
          capabilities={mountAt(dialog.location.mount)?.capabilities}
          canWrite={canWrite(dialog.location.mount)}
        />
      )
    default:
      return assertNever(dialog)
  }
}
