import { createStore, type StoreApi } from 'zustand/vanilla'
import type { About } from '../../contract/api/host.ts'
import type { Location } from '../../contract/location.ts'
import type { VirtualFile } from '../../contract/virtual-mount.ts'
import type { Entry, EntryKind } from '../../contract/entry.ts'
import type { Pair } from '../../contract/sync/pairs.ts'
import type { Version } from '../../contract/facets.ts'
import type { Transfer } from '../../contract/transfer.ts'
import type { SettingKey } from '../../contract/settings/settings.ts'
import { type ColumnChoice, type ColumnId, standardChoice } from '../features/pane/columns/columns.ts'
import type { Crumb } from '../features/pane/bars/crumbs.ts'
import type { Side } from '../features/pane/pane-state.ts'
import { type CopyChoice, firstChoice } from '../features/transfers/dialogs/copy-choice.ts'
import type { Source } from '../features/transfers/dialogs/onto-itself.ts'
import type { FileState } from '../content/read/file-state.ts'
import { rootFontPx } from '../ui/appearance/root-size.ts'
import { type NewNotice, type Notice, type NoticeAction, withNotice } from './notices.ts'
import type { DialogPoint } from '../ui/dialog.tsx'

export type InspectorTab = 'facts' | 'versions' | 'share'

/** The dialogs about one mount. */
export type MountTask = 'edit' | 'duplicate' | 'remove' | 'color' | 'move-secrets' | 'unlock' | 'give-secrets' | 'trust'

/** The content of a new file and a suggested name. */
export interface GivenFile {
  readonly name: string
  readonly content: Blob
}

/** The open dialog, as data. `app/dialogs/dialogs.tsx` has a component for each. */
export type DialogState =
  | { readonly kind: 'none' }
  | { readonly kind: 'new-folder'; readonly side: Side; readonly into: Location }
  /** Renames the entries selected in a pane. */
  | { readonly kind: 'multi-rename'; readonly side: Side }
  /** `given` is the content and a suggested name. */
  | { readonly kind: 'new-file'; readonly side: Side; readonly into: Location; readonly given?: GivenFile }
  | {
      readonly kind: 'delete'
      readonly side: Side
      readonly folder: Location
      readonly entries: readonly Entry[]
      readonly to: 'trash' | 'nowhere'
    }
  | { readonly kind: 'pattern'; readonly side: Side; readonly selected: boolean }
  | TransferDialogState
  | { readonly kind: 'add-mount' }
  | { readonly kind: 'keep-versions'; readonly folder: Location }
  | VersionDialogState
  | FacetDialogState
  | ChecksumDialogState
  | SyncDialogState
  /** Lists the files that are open in other programs on this computer. */
  | { readonly kind: 'edits' }
  /** Creates a zip in one of the places. */
  | { readonly kind: 'compress'; readonly sources: readonly Location[]; readonly places: readonly Location[] }
  /** Stores a joined file, or the difference of two files, in one of the places. */
  | { readonly kind: 'make-file'; readonly make: MadeOf; readonly places: readonly Location[] }
  /** Shows the file under the cursor of a pane. `note` explains why it is shown here. */
  | { readonly kind: 'look'; readonly side: Side; readonly note?: string }
  /** `lookFor` is the initial search text, for example the id of a failure. */
  | { readonly kind: 'activity'; readonly lookFor?: string }
  | { readonly kind: 'mount'; readonly task: MountTask; readonly name: string }
  | { readonly kind: 'query'; readonly location: Location; readonly isFolder: boolean }
  /** `at` is the setting that is focused first. */
  | { readonly kind: 'settings'; readonly at?: SettingKey }
  | PlaceDialogState
  | { readonly kind: 'edit'; readonly location: Location }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'palette' }

/** The sources of a new file. */
export type MadeOf = Pick<VirtualFile, 'kind' | 'parts'>

/** The open menu, as data, and its point in the window. `app/menus/menus.tsx` renders it. */
export type MenuState =
  | { readonly kind: 'none' }
  /** The menu of the entries selected in a pane, of its folder, or of its tab. */
  | { readonly kind: 'rows' | 'folder' | 'tab'; readonly side: Side; readonly at: DialogPoint }
  /** Chooses which of the available columns are shown. */
  | { readonly kind: 'columns'; readonly side: Side; readonly offered: readonly ColumnId[]; readonly at: DialogPoint }
  /** Lists the folders of a path that do not fit. */
  | { readonly kind: 'folders'; readonly side: Side; readonly folders: readonly Crumb[]; readonly at: DialogPoint }
  | { readonly kind: 'pin'; readonly place: Location; readonly at: DialogPoint }
  /** The menu of a mount, or of the navigation. */
  | { readonly kind: 'mount'; readonly name: string | undefined; readonly at: DialogPoint }

/** Dialogs about folders as places: their disk usage, and workspaces. */
export type PlaceDialogState = { readonly kind: 'workspaces' } | { readonly kind: 'space'; readonly location: Location }

/** Dialogs about the versions of files. */
export type VersionDialogState =
  | {
      readonly kind: 'restore-version' | 'remove-version' | 'save-version'
      readonly location: Location
      readonly version: Version
    }
  | { readonly kind: 'preview'; readonly state: FileState }
  | { readonly kind: 'compare'; readonly left: FileState; readonly right: FileState }
  /** Restores deleted entries of a folder. */
  | { readonly kind: 'undelete'; readonly folder: Location; readonly entries: readonly Entry[] }

/** Dialogs for abilities that only some mounts have. */
export type FacetDialogState =
  | { readonly kind: 'share'; readonly items: readonly { readonly location: Location; readonly isFolder: boolean }[] }
  | { readonly kind: 'links' }
  | { readonly kind: 'mount-history'; readonly mount: string }
  | { readonly kind: 'properties'; readonly folder: Location; readonly entries: readonly Entry[] }
  | {
      readonly kind: 'permissions'
      readonly items: readonly { readonly location: Location; readonly kind: EntryKind }[]
    }
  | { readonly kind: 'container'; readonly location: Location }

/** Dialogs for comparing and syncing two folders. */
export type SyncDialogState =
  /** `pair` is the saved pair to which the folders belong. */
  | {
      readonly kind: 'compare-folders'
      readonly left: Location
      readonly right: Location
      readonly pair?: Pair
    }
  /** `first` is the pair that is selected first. */
  | { readonly kind: 'sync-pairs'; readonly first?: string }

/** Dialogs about checksums: of selected files, and in a checksum file. */
export type ChecksumDialogState =
  | { readonly kind: 'checksums'; readonly locations: readonly Location[]; readonly saveIn: Location | undefined }
  | { readonly kind: 'verify-checksums'; readonly file: Location }

/** Dialogs about copying and moving. */
export type TransferDialogState =
  | {
      readonly kind: 'transfer'
      readonly move: boolean
      readonly sources: readonly Source[]
      readonly into: Location
      /** True for a copy from a past mount to the mount itself. */
      readonly isRestore?: boolean
      /** True to ask about every name conflict, this time only. */
      readonly isAsking?: boolean
      /** The sources are files that this window holds. `command` finds the same copy again if it was interrupted. */
      readonly dropped?: { readonly mount: string; readonly command: string }
      /** The point of the drop. */
      readonly at?: DialogPoint
    }
  /** Asks about one item of a transfer, or about the first that waits. */
  | { readonly kind: 'conflict'; readonly id: number; readonly item?: number }
  /** `from` is the dialog to which closing returns. */
  | { readonly kind: 'report'; readonly transfer: Transfer; readonly from?: DialogState }
  | { readonly kind: 'history'; readonly search?: string }

/** The file that the inspector keeps showing while the cursor is elsewhere. */
export interface KeptFile {
  readonly location: Location
  /** The entry as it was last listed. */
  readonly entry: Entry
  /** True if the user pinned the file. Otherwise it is kept until the cursor moves to another file. */
  readonly isPinned: boolean
}

export interface InspectorState {
  /** Shown beside the panes if there is room. */
  readonly isOpen: boolean
  /** Shown over the panes in a narrow window; always false at the start. */
  readonly isOverlaid: boolean
  readonly tab: InspectorTab
  readonly kept: KeptFile | undefined
  /** True to move the focus there when it is rendered. */
  readonly isFocusWanted: boolean
}

/** The sidebar with the mounts and pinned folders. */
export interface SidebarState {
  readonly isOpen: boolean
  /** Shown over the panes in a small window; always false at the start. */
  readonly isOverlaid: boolean
}

/** Tells whether the window has room for only one pane and nothing beside it. */
export function isSmallWindow(): boolean {
  return innerWidth < 38 * rootFontPx()
}

/** Tells whether the inspector would leave too little room for the panes. */
export function isNarrowWindow(): boolean {
  return innerWidth < 73.75 * rootFontPx()
}

export interface WindowState {
  readonly activeSide: Side
  readonly dialog: DialogState
  readonly menu: MenuState
  readonly inspector: InspectorState
  /** The choice of columns, for both panes. */
  readonly columns: ColumnChoice
  /** The width of the left pane, in percent of both. */
  readonly leftPercent: number
  /** The maximum height of the rows of transfers. */
  readonly dockPx: number
  /** The choices in the last copy dialog. */
  readonly copyChoice: CopyChoice
  /** The last announcement about transfers for screen readers. */
  readonly said: string
  /**
   * Increases when versions of a file were changed in this window. Everything that shows versions then reads them
   * again.
   */
  readonly versionsChanged: number
  readonly notices: readonly Notice[]
  readonly sidebar: SidebarState
  /** True if only the active pane is shown. In a small window, this is always the case. */
  readonly isOnePane: boolean
  /** The abilities of the host besides storage, and its version and platform. */
  readonly about: About | undefined
}

/** The height of four rows. */
export const defaultDockPx = 153

export function createWindowState(): StoreApi<WindowState> {
  return createStore<WindowState>(() => ({
    activeSide: 'left',
    dialog: { kind: 'none' },
    menu: { kind: 'none' },
    inspector: { isOpen: true, isOverlaid: false, tab: 'facts', kept: undefined, isFocusWanted: false },
    columns: standardChoice,
    leftPercent: 50,
    dockPx: defaultDockPx,
    copyChoice: firstChoice,
    said: '',
    versionsChanged: 0,
    notices: [],
    sidebar: { isOpen: true, isOverlaid: false },
    isOnePane: false,
    about: undefined,
  }))
}

export function otherSide(side: Side): Side {
  return side === 'left' ? 'right' : 'left'
}

let lastNotice = 0

/** Shows a notice. */
export function say(
  state: StoreApi<WindowState>,
  text: string,
  options: { readonly isProblem?: boolean; readonly isQuiet?: boolean; readonly action?: NoticeAction } = {},
): void {
  const { isProblem = false, isQuiet = false, action } = options
  add(state, { id: ++lastNotice, text, isProblem, isQuiet, action })
}

/** Shows a notice about a wait. The returned function removes it. */
export function sayUntil(state: StoreApi<WindowState>, text: string): () => void {
  const id = ++lastNotice
  add(state, { id, text, isProblem: false, isQuiet: false, isLasting: true, action: undefined })
  return () => dismissNotice(state, id)
}

function add(state: StoreApi<WindowState>, notice: NewNotice): void {
  state.setState(({ notices }) => ({ notices: withNotice(notices, notice) }))
}

export function dismissNotice(state: StoreApi<WindowState>, id: number): void {
  state.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }))
}

/** Dismisses the newest notice. Returns false if there is none. */
export function dismissNewest(state: StoreApi<WindowState>): boolean {
  const newest = state.getState().notices.at(-1)
  if (newest) dismissNotice(state, newest.id)
  return newest !== undefined
}
