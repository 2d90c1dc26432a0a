import { useStore } from 'zustand'
import { opensAsFolder } from '../../../contract/entry.ts'
import { runCommand } from '../../commands/catalogue.ts'
import type { FacetDialogState } from '../../commands/window-state.ts'
import { findMount, whyWithout } from '../../features/mounts/mounts-store.ts'
import type { Tab } from '../../features/pane/pane-state.ts'
import { locationIn } from '../../features/pane/tab-rows.ts'
import { SharePanel } from '../../features/share/share-panel.tsx'
import { VersionsPanel } from '../../features/versions/versions-panel.tsx'
import { text } from '../../strings/text.ts'
import type { WindowModel } from '../compose.ts'
import { placeLabel } from '../actions/go-to-typed.ts'
import { inspectedRow } from './inspected.ts'

interface InspectedProps {
  readonly model: WindowModel
  readonly tab: Tab
}

/** The inspector's versions: of the file looked at, or why there are none. */
export function InspectedVersions({ model, tab }: InspectedProps) {
  const mount = useStore(model.mounts.state, (state) => findMount(state, tab.location.mount))
  const changed = useStore(model.window, ({ versionsChanged }) => versionsChanged)
  const { capabilities } = mount ?? {}
  const label = placeLabel(model, tab.location.mount)
  if (!capabilities?.facets.includes('versions')) return whyWithout(capabilities, 'versions', label)
  const row = inspectedRow(tab)
  const entry = row === undefined ? undefined : tab.view.index.entry(row)
  if (!entry || opensAsFolder(entry)) {
    return (
      <div className="flex flex-col items-start gap-2">
        <p>{text(entry ? 'versions.folder' : 'versions.choose')}</p>
        {capabilities.facets.includes('deleted') && (
          <button type="button" className="btn" onClick={() => void runCommand(model, 'view.deleted')}>
            {text('versions.show-deleted')}
          </button>
        )}
      </div>
    )
  }
  const location = locationIn(tab, entry.name)
  const ask =
    (kind: 'restore-version' | 'remove-version' | 'save-version') =>
    (version: Extract<FacetDialogState, { kind: typeof kind }>['version']) =>
      model.window.setState({ dialog: { kind, location, version } })
  return (
    <VersionsPanel
      client={model.link.client}
      location={location}
      stamp={`${entry.modifiedMs} ${entry.sizeBytes} ${changed}`}
      canWrite={!mount?.readOnly && capabilities.canWrite}
      onRestore={ask('restore-version')}
      onRemove={ask('remove-version')}
      onSave={ask('save-version')}
    />
  )
}

/** The inspector's links: those made to what is looked at, and a way to make one; or why there are none. */
export function InspectedLinks({ model, tab }: InspectedProps) {
  const mount = useStore(model.mounts.state, (state) => findMount(state, tab.location.mount))
  const dialog = useStore(model.window, (state) => state.dialog.kind)
  const { capabilities } = mount ?? {}
  const label = placeLabel(model, tab.location.mount)
  if (!capabilities?.facets.includes('links')) return whyWithout(capabilities, 'links', label)
  const row = inspectedRow(tab)
  if (row === undefined) return text('refused.choose-one')
  return (
    <SharePanel
      client={model.link.client}
      location={locationIn(tab, tab.view.index.name(row))}
      stamp={dialog}
      onShare={() => void runCommand(model, 'file.share')}
      onAll={() => void runCommand(model, 'view.links')}
    />
  )
}
