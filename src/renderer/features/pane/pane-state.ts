import type { Failure } from '../../../contract/failure.ts'
import type { Location } from '../../../contract/location.ts'
import { noSelection, type Selection } from '../../ui/virtual-list/selection.ts'
import { ListingIndex } from './index/listing-index.ts'
import type { Sort } from './index/sort-column.ts'

export type Side = 'left' | 'right'

/** How far the listing of a folder is. Rows may be shown in any of these. `asOfMs`: they are those of an earlier listing, kept by the host. */
export type Listing =
  | { readonly kind: 'loading'; readonly startedMs: number; readonly received: number }
  | { readonly kind: 'ready'; readonly tookMs: number; readonly isStopped: boolean; readonly asOfMs?: number }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly asOfMs?: number }

/** Cursor values beside row numbers: the `..` row, and whatever comes first. */
export const parentRow = -1
export const firstRow = -2

/** What is shown of a folder. The index is outside React: it grows in place, and `order` says which of it is shown. */
export interface View {
  readonly index: ListingIndex
  readonly order: Uint32Array
  /** How many rows are not shown because they are hidden files. */
  readonly hidden: number
  /** Rises when the rows were replaced by a newer listing's. */
  readonly generation: number
}

/** What is looked for below a tab's folder. With an empty query the folder's own rows are shown. */
export interface Search {
  readonly query: string
  /** Words are looked for in the text of files rather than in names. */
  readonly inContents: boolean
  /** The results have the tab for themselves, also when the window is opened again. */
  readonly isKept: boolean
}

/** How large the pictures of a tab are that shows its files as pictures. */
export const pictureSizes = ['small', 'medium', 'large'] as const
export type PictureSize = (typeof pictureSizes)[number]

/** How far a search is. */
export interface Searched {
  readonly looked: number
  readonly skippedCount: number
  /** The first of what could not be searched. */
  readonly skipped: readonly { readonly path: string; readonly failure: Failure }[]
}

/** A place that was shown, with the search if its results were. */
export type Visit = Location & { readonly search?: Search }

export interface Tab {
  readonly id: number
  readonly location: Location
  readonly search: Search | undefined
  readonly searched: Searched
  readonly back: readonly Visit[]
  readonly forward: readonly Visit[]
  readonly sort: Sort
  /** Its files are shown as pictures of this size; undefined for a list. */
  readonly pictures: PictureSize | undefined
  readonly filter: string
  /** Of a folder as it was: without what is the same now. */
  readonly onlyChanged: boolean
  /** Sizes of the folders shown, with all below them, as far as they were measured. */
  readonly folderSizes: ReadonlyMap<string, number> | undefined
  /** What was deleted is listed, too. */
  readonly showsDeleted: boolean
  readonly listing: Listing
  readonly view: View
  readonly cursor: number
  /** Where a range of selected rows begins, and what was selected before it. */
  readonly anchor: number
  readonly rangeBase: Selection
  readonly selection: Selection
  /** Selected by a plain click, and so unselected by the next move. */
  readonly isClicked: boolean
  readonly renamingRow: number | undefined
  /** Why what the cursor is on could not be opened; until the cursor moves. */
  readonly obstacle: string | undefined
}

export interface PaneState {
  readonly tabs: readonly Tab[]
  readonly activeId: number
  readonly isEditingLocation: boolean
  /** The moment that is shown is to be chosen: the slider takes the focus. */
  readonly isMomentWanted: boolean
}

export const byName: Sort = { column: 'name', descending: false }

export function emptyView(generation = 0): View {
  return { index: new ListingIndex(), order: new Uint32Array(0), hidden: 0, generation }
}

const nothingSearched: Searched = { looked: 0, skippedCount: 0, skipped: [] }

export interface TabLook {
  readonly sort?: Sort | undefined
  readonly search?: Search | undefined
  readonly pictures?: PictureSize | undefined
}

export function newTab(id: number, location: Location, { sort = byName, search, pictures }: TabLook = {}): Tab {
  return {
    id,
    location,
    search,
    pictures,
    searched: nothingSearched,
    back: [],
    forward: [],
    sort,
    filter: '',
    onlyChanged: false,
    folderSizes: undefined,
    showsDeleted: false,
    listing: { kind: 'loading', startedMs: 0, received: 0 },
    view: emptyView(),
    ...freshCursor,
  }
}

export const freshCursor = {
  cursor: firstRow,
  anchor: firstRow,
  rangeBase: noSelection,
  selection: noSelection,
  isClicked: false,
  renamingRow: undefined,
  obstacle: undefined,
} as const

export function activeTab({ tabs, activeId }: PaneState): Tab {
  const tab = tabs.find(({ id }) => id === activeId) ?? tabs[0]
  if (!tab) throw new Error('a pane always has a tab')
  return tab
}
