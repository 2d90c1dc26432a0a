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

/** What is asked about one mount. */
export type MountTask = 'edit' | 'duplicate' | 'remove' | 'color' | 'move-secrets' | 'unlock' | 'give-secrets' | 'trust'

/** The content of a file to be made, and the name it is offered. */
export interface GivenFile {
  readonly name: string
  readonly content: Blob
}

/** The dialog that is open, as data; `app/dialogs/dialogs.tsx` has a component for each. */
export type DialogState =
  | { readonly kind: 'none' }
  | { readonly kind: 'new-folder'; readonly side: Side; readonly into: Location }
  /** Of what is chosen in a pane. */
  | { readonly kind: 'multi-rename'; readonly side: Side }
  /** `given`: what is to be in it, and the name it is offered. */
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
  /** Files that are open in programs of this computer. */
  | { readonly kind: 'edits' }
  /** Packs into a zip in one of the places. */
  | { readonly kind: 'compress'; readonly sources: readonly Location[]; readonly places: readonly Location[] }
  /** Stores files joined to one, or how two differ, in one of the places. */
  | { readonly kind: 'make-file'; readonly make: MadeOf; readonly places: readonly Location[] }
  /** What is in the file under the cursor of a pane, and why it is shown here. */
  | { readonly kind: 'look'; readonly side: Side; readonly note?: string }
  /** With what to look for from the start, such as the id of a failure. */
  | { readonly kind: 'activity'; readonly lookFor?: string }
  | { readonly kind: 'mount'; readonly task: MountTask; readonly name: string }
  | { readonly kind: 'query'; readonly location: Location; readonly isFolder: boolean }
  /** `at`: the setting to begin with. */
  | { readonly kind: 'settings'; readonly at?: SettingKey }
  | PlaceDialogState
  | { readonly kind: 'edit'; readonly location: Location }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'palette' }

/** What a new file is made of. */
export type MadeOf = Pick<VirtualFile, 'kind' | 'parts'>

/** The menu that is open, as data, and where in the window; `app/menus/menus.tsx` draws it. */
export type MenuState =
  | { readonly kind: 'none' }
  /** Of what is chosen in a pane, of the folder it shows, or of its tab. */
  | { readonly kind: 'rows' | 'folder' | 'tab'; readonly side: Side; readonly at: DialogPoint }
  /** Which of the columns that there are, are shown. */
  | { readonly kind: 'columns'; readonly side: Side; readonly offered: readonly ColumnId[]; readonly at: DialogPoint }
  /** Folders of a path for which there is no room. */
  | { readonly kind: 'folders'; readonly side: Side; readonly folders: readonly Crumb[]; readonly at: DialogPoint }
  | { readonly kind: 'pin'; readonly place: Location; readonly at: DialogPoint }
  /** Of a mount, or of the navigation beside them. */
  | { readonly kind: 'mount'; readonly name: string | undefined; readonly at: DialogPoint }

/** Dialogs about folders as places: how much room one takes, and arrangements of them. */
export type PlaceDialogState = { readonly kind: 'workspaces' } | { readonly kind: 'space'; readonly location: Location }

/** Dialogs about the states files had. */
export type VersionDialogState =
  | {
      readonly kind: 'restore-version' | 'remove-version' | 'save-version'
      readonly location: Location
      readonly version: Version
    }
  | { readonly kind: 'preview'; readonly state: FileState }
  | { readonly kind: 'compare'; readonly left: FileState; readonly right: FileState }
  /** Brings back what was deleted in a folder. */
  | { readonly kind: 'undelete'; readonly folder: Location; readonly entries: readonly Entry[] }

/** Dialogs about what only some mounts can do. */
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

/** Dialogs about two folders that are to be alike. */
export type SyncDialogState =
  /** `pair`: the saved pair of which they are. */
  | {
      readonly kind: 'compare-folders'
      readonly left: Location
      readonly right: Location
      readonly pair?: Pair
    }
  /** `first`: the pair that is shown. */
  | { readonly kind: 'sync-pairs'; readonly first?: string }

/** Dialogs about checksums: of what is chosen, and a file of them. */
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
      /** From a mount as it was to the mount itself. */
      readonly isRestore?: boolean
      /** Every name that is taken is asked about, this time. */
      readonly isAsking?: boolean
      /** The sources are files that this window holds; `command` finds the same copy again when it was interrupted. */
      readonly dropped?: { readonly mount: string; readonly command: string }
      /** Where something was dropped. */
      readonly at?: DialogPoint
    }
  /** Of a transfer, about one of its items or the first that waits. */
  | { readonly kind: 'conflict'; readonly id: number; readonly item?: number }
  /** Closing it leads back to the dialog it was opened from. */
  | { readonly kind: 'report'; readonly transfer: Transfer; readonly from?: DialogState }
  | { readonly kind: 'history'; readonly search?: string }

/** The file that the inspector goes on showing while the cursor is elsewhere. */
export interface KeptFile {
  readonly location: Location
  /** As it was listed last. */
  readonly entry: Entry
  /** The user asked for it; else it is kept until the cursor moves to another file. */
  readonly isPinned: boolean
}

export interface InspectorState {
  /** Beside the panes, where there is room for it. */
  readonly isOpen: boolean
  /** Over them, in a narrow window; never from the start. */
  readonly isOverlaid: boolean
  readonly tab: InspectorTab
  readonly kept: KeptFile | undefined
  /** Moves the focus there when it is drawn. */
  readonly isFocusWanted: boolean
}

/** The mounts and pinned folders, beside the panes. */
export interface SidebarState {
  readonly isOpen: boolean
  /** Over the panes, in a small window; never from the start. */
  readonly isOverlaid: boolean
}

/** A window with room for one pane and nothing beside it. */
export function isSmallWindow(): boolean {
  return innerWidth < 38 * rootFontPx()
}

/** A window in which the inspector would leave the panes too little room. */
export function isNarrowWindow(): boolean {
  return innerWidth < 73.75 * rootFontPx()
}

export interface WindowState {
  readonly activeSide: Side
  readonly dialog: DialogState
  readonly menu: MenuState
  readonly inspector: InspectorState
  /** What was chosen of the columns of both panes. */
  readonly columns: ColumnChoice
  /** How wide the left pane is, of both. */
  readonly leftPercent: number
  /** How tall the rows of the transfers may be. */
  readonly dockPx: number
  /** What was chosen the last time something was copied. */
  readonly copyChoice: CopyChoice
  /** What a screen reader was told last of the transfers. */
  readonly said: string
  /** Rises when versions of some file were changed from here: what shows them reads them again. */
  readonly versionsChanged: number
  readonly notices: readonly Notice[]
  readonly sidebar: SidebarState
  /** Only the active pane is shown. In a small window that is so anyway. */
  readonly isOnePane: boolean
  /** What the host can do besides storage, and which it is. */
  readonly about: About | undefined
}

/** Room for four rows. */
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

/** Says something in a sentence. */
export function say(
  state: StoreApi<WindowState>,
  text: string,
  options: { readonly isProblem?: boolean; readonly isQuiet?: boolean; readonly action?: NoticeAction } = {},
): void {
  const { isProblem = false, isQuiet = false, action } = options
  add(state, { id: ++lastNotice, text, isProblem, isQuiet, action })
}

/** Says what is waited for, until the function it gives is called. */
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

/** Tells whether there was one. */
export function dismissNewest(state: StoreApi<WindowState>): boolean {
  const newest = state.getState().notices.at(-1)
  if (newest) dismissNotice(state, newest.id)
  return newest !== undefined
}
