import { useStore } from 'zustand'
import { opensAsFolder } from '../../../contract/entry.ts'
import { presentOf } from '../../../contract/location.ts'
import { runCommand } from '../../commands/catalogue.ts'
import type { VersionDialogState } from '../../commands/window-state.ts'
import { findMount, whyWithout } from '../../features/mounts/mounts-store.ts'
import type { Tab } from '../../features/pane/pane-state.ts'
import { SharePanel } from '../../features/share/ledger/share-panel.tsx'
import { stateOfVersion } from '../../content/read/file-state.ts'
import { VersionsPanel } from '../../features/versions/versions-panel.tsx'
import { text } from '../../strings/text.ts'
import type { WindowModel } from '../compose.ts'
import { placeLabel } from '../actions/go-to-typed.ts'
import { draggableVersions } from '../drag/version-drags.ts'
import type { InspectedEntry } from './inspected.ts'

interface InspectedProps {
  readonly model: WindowModel
  readonly tab: Tab
  /** The entry in the inspector; undefined for none or several. */
  readonly one: InspectedEntry | undefined
}

/** The versions of the file in the inspector, or the reason why there are none. */
export function InspectedVersions({ model, tab, one }: InspectedProps) {
  // A file in a past mount has the versions of the present file.
  const mountName = presentOf(one?.location ?? tab.location).mount
  const mount = useStore(model.mounts.state, (state) => findMount(state, mountName))
  const changed = useStore(model.window, ({ versionsChanged }) => versionsChanged)
  const { capabilities } = mount ?? {}
  const label = placeLabel(model, mountName)
  if (!capabilities?.facets.includes('versions')) return whyWithout(capabilities, 'versions', label)
  if (!one || opensAsFolder(one.entry)) {
    return (
      <div className="flex flex-col items-start gap-2">
        <p>{text(one ? 'versions.folder' : 'versions.choose')}</p>
        {capabilities.facets.includes('deleted') && (
          <button type="button" className="btn" onClick={() => void runCommand(model, 'view.deleted')}>
            {text('versions.show-deleted')}
          </button>
        )}
      </div>
    )
  }
  const { entry } = one
  const location = presentOf(one.location)
  const open = (dialog: VersionDialogState) => model.window.setState({ dialog })
  const ask =
    (kind: 'restore-version' | 'remove-version' | 'save-version') =>
    (version: Extract<VersionDialogState, { kind: typeof kind }>['version']) =>
      open({ kind, location, version })
  return (
    <VersionsPanel
      client={model.link.client}
      location={location}
      stamp={`${entry.modifiedMs} ${entry.sizeBytes} ${changed}`}
      canWrite={!mount?.readOnly && capabilities.canWrite}
      onList={(list, versionAt) => draggableVersions(model, list, location, versionAt)}
      onPreview={(version) => open({ kind: 'preview', state: stateOfVersion(location, version) })}
      onCompare={(left, right) =>
        open({ kind: 'compare', left: stateOfVersion(location, left), right: stateOfVersion(location, right) })
      }
      onShare={
        capabilities.facets.includes('links')
          ? () => model.window.setState({ dialog: { kind: 'share', items: [{ location, isFolder: false }] } })
          : undefined
      }
      onRestore={ask('restore-version')}
      onRemove={ask('remove-version')}
      onSave={ask('save-version')}
    />
  )
}

/** The links to the entry in the inspector and a button to create one, or the reason why there are none. */
export function InspectedLinks({ model, tab, one }: InspectedProps) {
  const mountName = (one?.location ?? tab.location).mount
  const mount = useStore(model.mounts.state, (state) => findMount(state, mountName))
  const dialog = useStore(model.window, (state) => state.dialog.kind)
  const { capabilities } = mount ?? {}
  const label = placeLabel(model, mountName)
  if (!capabilities?.facets.includes('links')) return whyWithout(capabilities, 'links', label)
  if (!one) return text('refused.choose-one')
  const { location, entry } = one
  return (
    <SharePanel
      client={model.link.client}
      location={location}
      stamp={dialog}
      onShare={() =>
        model.window.setState({ dialog: { kind: 'share', items: [{ location, isFolder: opensAsFolder(entry) }] } })
      }
      onAll={() => void runCommand(model, 'view.links')}
    />
  )
}
