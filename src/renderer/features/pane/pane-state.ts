import type { Failure } from '../../../contract/failure.ts'
import type { Location } from '../../../contract/location.ts'
import { noSelection, type Selection } from '../../ui/virtual-list/selection.ts'
import { ListingIndex } from './index/listing-index.ts'
import type { Sort } from './index/sort-column.ts'

export type Side = 'left' | 'right'

/**
 * The progress of a listing. Rows may be shown in any of these states. With `asOfMs`, the rows are those of an earlier
 * listing, cached by the host.
 */
export type Listing =
  | { readonly kind: 'loading'; readonly startedMs: number; readonly received: number }
  | { readonly kind: 'ready'; readonly tookMs: number; readonly isStopped: boolean; readonly asOfMs?: number }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly asOfMs?: number }

/** Special values of the cursor beside row numbers: the `..` row, and the first row, which may be either. */
export const parentRow = -1
export const firstRow = -2

/**
 * The shown rows of a folder. The index is outside React, because it grows in place; `order` tells which rows are
 * shown.
 */
export interface View {
  readonly index: ListingIndex
  readonly order: Uint32Array
  /** The number of rows that are not shown because they are hidden files. */
  readonly hidden: number
  /** Increases when a newer listing replaces the rows. */
  readonly generation: number
}

/** A search below the tab's folder. With an empty query, the rows of the folder itself are shown. */
export interface Search {
  readonly query: string
  /** True to search the content of files instead of names. */
  readonly inContents: boolean
  /** True if the tab is kept for these results, also after the window is reopened. */
  readonly isKept: boolean
}

/** The sizes of pictures in a tab. */
export const pictureSizes = ['small', 'medium', 'large'] as const
export type PictureSize = (typeof pictureSizes)[number]

/** The progress of a search. */
export interface Searched {
  readonly looked: number
  readonly skippedCount: number
  /** The first of the folders or files that could not be searched. */
  readonly skipped: readonly { readonly path: string; readonly failure: Failure }[]
}

/** An entry of the history: a location, with the search if its results were shown. */
export type Visit = Location & { readonly search?: Search }

export interface Tab {
  readonly id: number
  readonly location: Location
  readonly search: Search | undefined
  readonly searched: Searched
  readonly back: readonly Visit[]
  readonly forward: readonly Visit[]
  readonly sort: Sort
  /** The size of the pictures; undefined for a list. */
  readonly pictures: PictureSize | undefined
  readonly filter: string
  /** In a past folder, hides the entries that have not changed since. */
  readonly onlyChanged: boolean
  /** The total sizes of the shown folders that were measured so far. */
  readonly folderSizes: ReadonlyMap<string, number> | undefined
  /** True to list deleted entries, too. */
  readonly showsDeleted: boolean
  readonly listing: Listing
  readonly view: View
  readonly cursor: number
  /** The row at which the selected range starts, and the selection before it. */
  readonly anchor: number
  readonly rangeBase: Selection
  readonly selection: Selection
  /** True if the row was selected with a plain click. The next move of the cursor then unselects it. */
  readonly isClicked: boolean
  readonly renamingRow: number | undefined
  /** Why the entry under the cursor could not be opened. Cleared when the cursor moves. */
  readonly obstacle: string | undefined
}

export interface PaneState {
  readonly tabs: readonly Tab[]
  readonly activeId: number
  readonly isEditingLocation: boolean
  /** True while the user is choosing the moment: the slider receives the focus. */
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
