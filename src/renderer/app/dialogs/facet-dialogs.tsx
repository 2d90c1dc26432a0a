import { assertNever } from '../../../lib/assert-never.ts'
import type { Capabilities } from '../../../contract/capabilities.ts'
import type { FacetDialogState } from '../../commands/window-state.ts'
import { ContainerDialog } from '../../features/container/container-dialog.tsx'
import { HistoryDialog } from '../../features/history/history-dialog.tsx'
import { findMount } from '../../features/mounts/mounts-store.ts'
import type { ChangedProperties } from '../../features/properties/former.ts'
import { ManyPropertiesDialog } from '../../features/properties/many-properties-dialog.tsx'
import { PermissionsDialog } from '../../features/permissions/permissions-dialog.tsx'
import { PropertiesDialog } from '../../features/properties/properties-dialog.tsx'
import { LinksDialog } from '../../features/share/ledger/links-dialog.tsx'
import { ShareDialog } from '../../features/share/share-dialog.tsx'
import { placeLabel } from '../actions/go-to-typed.ts'
import { refreshFolders, rememberPermissions, rememberProperties } from '../actions/undoable.ts'
import type { WindowModel } from '../compose.ts'

export interface FacetDialogProps {
  readonly model: WindowModel
  readonly dialog: FacetDialogState
  readonly frame: { readonly returnFocus: () => HTMLElement | null; readonly onClose: () => void }
}

/** Renders the dialogs for abilities that only some mounts have. */
export function FacetDialog({ model, dialog, frame }: FacetDialogProps) {
  const { client } = model.link
  const mountAt = (name: string) => findMount(model.mounts.state.getState(), name)
  const canWrite = (name: string) => !mountAt(name)?.readOnly && mountAt(name)?.capabilities?.canWrite !== false
  switch (dialog.kind) {
    case 'share':
      return (
        <ShareDialog
          {...frame}
          client={client}
          items={dialog.items}
          links={mountAt(dialog.items[0]?.location.mount ?? '')?.capabilities?.links}
          onAll={() => model.window.setState({ dialog: { kind: 'links' } })}
        />
      )
    case 'links':
      return <LinksDialog {...frame} client={client} />
    case 'mount-history':
      return (
        <HistoryDialog
          {...frame}
          client={client}
          mount={dialog.mount}
          label={placeLabel(model, dialog.mount)}
          canWrite={canWrite(dialog.mount)}
        />
      )
    case 'properties':
      return (
        <PropertiesDialogs
          model={model}
          dialog={dialog}
          frame={frame}
          capabilities={mountAt(dialog.folder.mount)?.capabilities}
          canWrite={canWrite(dialog.folder.mount)}
        />
      )
    case 'permissions':
      return (
        <PermissionsDialog
          {...frame}
          client={client}
          items={dialog.items}
          canWrite={canWrite(dialog.items[0]?.location.mount ?? '')}
          onChanged={(changed, count) => rememberPermissions(model, changed, count)}
        />
      )
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

interface PropertiesDialogsProps extends FacetDialogProps {
  readonly dialog: Extract<FacetDialogState, { readonly kind: 'properties' }>
  readonly capabilities: Capabilities | undefined
  readonly canWrite: boolean
}

/** The properties of one entry, or of several together. */
function PropertiesDialogs({ model, dialog, frame, capabilities, canWrite }: PropertiesDialogsProps) {
  const { folder, entries } = dialog
  function onChanged(changed: readonly ChangedProperties[]) {
    refreshFolders(model, [folder])
    rememberProperties(model, folder, changed)
  }
  const shared = { ...frame, client: model.link.client, folder, capabilities, canWrite, onChanged }
  const [first] = entries
  if (!first) return null
  return entries.length === 1 ? (
    <PropertiesDialog {...shared} entry={first} />
  ) : (
    <ManyPropertiesDialog {...shared} entries={entries} />
  )
}
