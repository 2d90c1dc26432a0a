import { type RefObject, useId } from 'react'
import { useStore } from 'zustand'
import { mountBelowArchives } from '../../../contract/archive-mount.ts'
import type { MountInfo } from '../../../contract/api/mounts.ts'
import type { CommandId } from '../../../contract/command-list.ts'
import type { Location } from '../../../contract/location.ts'
import type { PathBarProps } from './bars/path-bar.tsx'
import type { Thumbnails } from '../../content/thumbnails/thumbnails.ts'
import { text } from '../../strings/text.ts'
import type { VirtualGridHandle } from '../../ui/virtual-list/virtual-grid.tsx'
import type { ColumnChoice } from './columns/columns.ts'
import { FileGrid } from './grid/file-grid.tsx'
import { InlineSecretBar } from './messages/mount-trouble.tsx'
import { DeletedBar } from './past/deleted-bar.tsx'
import { PastBar } from './past/past-bar.tsx'
import { PastNote } from './past/past-note.tsx'
import type { Pane } from './pane.ts'
import { activeTab } from './pane-state.ts'
import { ObstacleBar, PaneStates, PartlyFailedBar } from './messages/pane-states.tsx'
import type { LocationInputProps } from './bars/location-input.tsx'
import { PaneToolbar } from './bars/pane-toolbar.tsx'
import { RestBar } from './bars/rest-bar.tsx'
import { SearchBar } from './search/search-bar.tsx'
import { StatusLine } from './bars/status-line.tsx'
import { TabStrip } from './bars/tab-strip.tsx'
import { placeStyle } from '../../ui/place-style.ts'

/** The elements of a pane that commands can focus. */
export interface PaneElements {
  readonly grid: RefObject<VirtualGridHandle | null>
  readonly filter: RefObject<HTMLInputElement | null>
  readonly find: RefObject<HTMLInputElement | null>
}

export interface PaneViewProps {
  readonly pane: Pane
  readonly elements: PaneElements
  readonly isActive: boolean
  readonly mounts: {
    readonly find: (name: string) => MountInfo | undefined
    readonly label: (name: string) => string
    readonly color: (name: string) => string
    /** Tries an unresponsive mount again. */
    readonly retry: (name: string) => void
    /** Returns the source of thumbnails for a mount; undefined if they are switched off. */
    readonly thumbnails: (name: string) => Thumbnails | undefined
  }
  readonly run: (command: CommandId) => void
  readonly columns: ColumnChoice
  readonly onColumns: (choice: ColumnChoice) => void
  /** The name of the place in the other pane, when only this pane is visible. */
  readonly otherPlace: string | undefined
  /** Opens a menu with the folders of the path that do not fit. */
  readonly onMore: PathBarProps['onMore']
  /** True if the window runs in a browser, where files of this computer can be uploaded. */
  readonly isBrowser: boolean
  /** Tells whether an entry was cut, and will be moved when it is pasted. */
  readonly isCut: (location: Location) => boolean
  readonly onGo: (typed: string) => Promise<string | undefined>
  readonly onComplete: LocationInputProps['onComplete']
  readonly onActivate: () => void
  /** Renames an entry. Resolves to a sentence if that fails. */
  readonly onRename: (from: string, to: string) => Promise<string | undefined>
  /** Shows the activity entry of a failure, by its id. */
  readonly onShowActivity: (id: string) => void
}

/** One of the two panes of the window: tabs, path, files and status. */
export function PaneView(props: PaneViewProps) {
  const { pane, elements, isActive, mounts, run, onGo, onActivate, onRename } = props
  const state = useStore(pane.state)
  const panelId = useId()
  const tab = activeTab(state)
  const { mount: mountName } = tab.location
  const label = mounts.label(mountName)
  const mount = mounts.find(mountName)
  const focusGrid = () => elements.grid.current?.focus()
  return (
    <section
      data-side={pane.side}
      aria-label={text(`pane.${pane.side}`)}
      className="@container/pane relative flex h-full min-h-0 min-w-0 flex-col bg-panel"
      style={placeStyle(mounts.color(mountName))}
      onFocusCapture={onActivate}
      onMouseDownCapture={onActivate}
    >
      {isActive && <i aria-hidden className="absolute inset-x-0 top-0 z-10 h-0.5 bg-(--c)" />}
      <TabStrip
        pane={pane}
        tabs={state.tabs}
        activeId={tab.id}
        mountLabel={mounts.label}
        mountColor={mounts.color}
        panelId={panelId}
        other={
          props.otherPlace === undefined ? undefined : { name: props.otherPlace, onShow: () => run('go.other-pane') }
        }
      />
      <PaneToolbar
        pane={pane}
        tab={tab}
        label={mounts.label(mountBelowArchives(mountName))}
        isEditingLocation={state.isEditingLocation}
        filter={elements.filter}
        onGo={onGo}
        onComplete={props.onComplete}
        onFocusGrid={focusGrid}
        onMore={props.onMore}
        onUpload={props.isBrowser && canUploadTo(mount) ? () => run('file.upload') : undefined}
      />
      <div id={panelId} role="tabpanel" aria-label={label} className="flex min-h-0 flex-1 flex-col">
        <SearchBar pane={pane} tab={tab} label={label} field={elements.find} onFocusGrid={focusGrid} />
        <RestBar label={label} health={mount?.health} onTry={() => mounts.retry(mountName)} />
        <InlineSecretBar mount={mount} run={run} />
        <PastBar pane={pane} tab={tab} run={run} onLeave={focusGrid} />
        <DeletedBar tab={tab} run={run} />
        {mount?.health?.state !== 'open' && <PartlyFailedBar pane={pane} tab={tab} label={label} />}
        <div className="relative min-h-0 flex-1">
          <FileGrid
            pane={pane}
            tab={tab}
            capabilities={mount?.capabilities}
            choice={props.columns}
            onChoice={props.onColumns}
            grid={elements.grid}
            onOpen={() => run('file.open')}
            onOpenTab={() => run('file.open-tab')}
            onFocus={onActivate}
            isCut={props.isCut}
            thumbnails={mounts.thumbnails(mountName)}
            onRename={onRename}
          />
          <ObstacleBar tab={tab} />
          <PaneStates
            pane={pane}
            tab={tab}
            mount={mount}
            label={label}
            run={run}
            onShowActivity={props.onShowActivity}
          />
        </div>
        <PastNote tab={tab} />
      </div>
      <StatusLine pane={pane} tab={tab} mount={mount} isActive={isActive} />
    </section>
  )
}

function canUploadTo(mount: MountInfo | undefined): boolean {
  return !mount?.readOnly && mount?.capabilities?.canWrite !== false
}
