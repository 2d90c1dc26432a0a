import { useEffect } from 'react'
import { useStore } from 'zustand'
import { opensAsFolder } from '../../../contract/entry.ts'
import { formatLocation, parentPath, presentOf } from '../../../contract/location.ts'
import { runCommand } from '../../commands/catalogue.ts'
import type { InspectorState, KeptFile } from '../../commands/window-state.ts'
import { Inspector } from '../../features/inspector/inspector.tsx'
import { mountColor } from '../../features/mounts/mounts-store.ts'
import { currentTab } from '../../features/pane/pane.ts'
import { activeTab, type Side, type Tab } from '../../features/pane/pane-state.ts'
import { FileIcon } from '../../ui/file-icon.tsx'
import { placeStyle } from '../../ui/place-style.ts'
import { placeLabel } from '../actions/go-to-typed.ts'
import type { WindowModel } from '../compose.ts'
import { InspectedPermissions } from './inspected-permissions.tsx'
import { InspectedPreview } from './inspected-preview.tsx'
import { InspectedLinks, InspectedVersions } from './inspected-facets.tsx'
import { inspect, type InspectedEntry, inspectedEntry } from './inspected.ts'

export interface WindowInspectorProps {
  readonly model: WindowModel
  readonly activeSide: Side
  readonly returnFocus: () => HTMLElement | null
}

/** The inspector of the active pane. While it has the focus, it keeps showing the same file. */
export function WindowInspector({ model, activeSide, returnFocus }: WindowInspectorProps) {
  const tab = useStore(model.panes[activeSide].state, activeTab)
  const { inspector } = useStore(model.window)
  const { kept } = inspector
  const change = (by: Partial<InspectorState>) =>
    model.window.setState((state) => ({ inspector: { ...state.inspector, ...by } }))
  const under = inspectedEntry(tab)
  const one = kept ? freshly(model, kept) : under
  useRelease(tab, kept, () => change({ kept: undefined }))
  const { title, summary, facts } = inspect(tab, one, placeLabel(model, tab.location.mount))
  const keep = (isPinned: boolean) => one && !opensAsFolder(one.entry) && change({ kept: { ...one, isPinned } })
  return (
    <Inspector
      title={title}
      icon={one && <OneIcon model={model} one={one} />}
      summary={summary}
      facts={facts}
      preview={one && <InspectedPreview model={model} one={one} />}
      permissions={one && <InspectedPermissions model={model} one={one} />}
      versions={<InspectedVersions model={model} tab={tab} one={one} />}
      share={<InspectedLinks model={model} tab={tab} one={one} />}
      tab={inspector.tab}
      onTab={(next) => change({ tab: next })}
      onClose={() => void runCommand(model, 'view.inspector')}
      pin={
        one && !opensAsFolder(one.entry)
          ? {
              isPinned: kept?.isPinned === true,
              onPin: () => (kept?.isPinned ? change({ kept: undefined }) : keep(true)),
            }
          : undefined
      }
      isFocusWanted={inspector.isFocusWanted}
      onEnter={() => {
        if (inspector.isFocusWanted) change({ isFocusWanted: false })
        if (!kept) keep(false)
      }}
      onLeave={() => {
        if (kept && !kept.isPinned) change({ kept: undefined })
        returnFocus()?.focus()
      }}
    />
  )
}

function OneIcon({ model, one: { location, entry } }: { readonly model: WindowModel; readonly one: InspectedEntry }) {
  const color = useStore(model.mounts.state, (state) => mountColor(state, presentOf(location).mount))
  return (
    <span className="contents" style={placeStyle(color)}>
      <FileIcon name={entry.name} kind={opensAsFolder(entry) ? 'folder' : entry.kind} />
    </span>
  )
}

/** Keeps a file that is not pinned until the cursor moves to another file. */
function useRelease(tab: Tab, kept: KeptFile | undefined, release: () => void): void {
  const under = inspectedEntry(tab)
  const isElsewhere = kept && !kept.isPinned && (!under || !isSameFile(under, kept))
  useEffect(() => {
    if (isElsewhere && document.activeElement?.closest('[role=grid]')) release()
  })
}

function isSameFile(a: InspectedEntry, b: InspectedEntry): boolean {
  return formatLocation(a.location) === formatLocation(b.location)
}

/** Returns the entry as a pane lists it now, or the kept one. */
function freshly(model: WindowModel, { location, entry }: KeptFile): InspectedEntry {
  for (const pane of Object.values(model.panes)) {
    const tab = currentTab(pane)
    if (tab.location.mount !== location.mount || tab.location.path !== parentPath(location.path)) continue
    const row = tab.view.index.find(entry.name)
    if (row !== undefined) return { location, entry: tab.view.index.entry(row) }
  }
  return { location, entry }
}
