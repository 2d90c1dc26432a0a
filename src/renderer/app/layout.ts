/**
 * The layout that the window saves between runs: open tabs, sort orders and sizes. The stored document is treated as
 * untrusted input.
 */
import { isLocation, type Location } from '../../contract/location.ts'
import { isSettingKey, standardSettings, whyNot } from '../../contract/settings/settings.ts'
import { fieldsOf, isNumberIn, isOneOf, isRecord, isTextUpTo } from '../../lib/unknown-value.ts'
import { defaultDockPx } from '../commands/window-state.ts'
import { type ColumnChoice, columnIds, standardChoice } from '../features/pane/columns/columns.ts'
import { type PictureSize, pictureSizes } from '../features/pane/pane-state.ts'
import { type Sort, sortColumns } from '../features/pane/index/sort-column.ts'
import type { PreferenceChanges } from '../features/settings/preferences.ts'
import { type CopyChoice, readCopyChoice } from '../features/transfers/dialogs/copy-choice.ts'

/** A search whose results were kept is repeated; any other search is not saved. */
export interface KeptSearch {
  readonly query: string
  readonly inContents: boolean
  readonly isKept: boolean
}
export interface KeptTab {
  readonly location: Location
  readonly sort: Sort
  readonly search: KeptSearch | null
  /** The size of the pictures; null for a list. */
  readonly pictures: PictureSize | null
}
export interface PaneLayout {
  readonly tabs: readonly KeptTab[]
  /** The index of the active tab. */
  readonly active: number
}
const inspectorTabs = ['facts', 'versions', 'share'] as const

export interface Layout {
  readonly left: PaneLayout
  readonly right: PaneLayout
  readonly activeSide: 'left' | 'right'
  readonly leftPercent: number
  readonly columns: ColumnChoice
  readonly isOnePane: boolean
  readonly isSidebarOpen: boolean
  readonly dockPx: number
  readonly copyChoice: CopyChoice
  readonly inspector: { readonly isOpen: boolean; readonly tab: (typeof inspectorTabs)[number] }
}

/** Reads the layout from a settings document. Invalid parts are ignored. */
export function readLayout(value: unknown): Layout {
  const { left, right, activeSide, leftPercent, columns, isOnePane, isSidebarOpen, dockPx, copyChoice, inspector } =
    fieldsOf(value)
  return {
    left: readPane(left),
    right: readPane(right),
    activeSide: activeSide === 'right' ? 'right' : 'left',
    leftPercent: isNumberIn(leftPercent, 5, 95) ? leftPercent : 50,
    columns: readColumns(columns),
    isOnePane: isOnePane === true,
    isSidebarOpen: isSidebarOpen !== false,
    dockPx: Number.isInteger(dockPx) && isNumberIn(dockPx, 68, 2000) ? dockPx : defaultDockPx,
    copyChoice: readCopyChoice(copyChoice),
    inspector: readInspector(fieldsOf(inspector)),
  }
}

const mostTabs = 50

function readPane(value: unknown): PaneLayout {
  const { tabs, active } = fieldsOf(value)
  if (!Array.isArray(tabs)) return { tabs: [], active: 0 }
  const read = tabs.flatMap((tab: unknown) => readTab(fieldsOf(tab)) ?? [])
  const isActive = Number.isSafeInteger(active) && isNumberIn(active, 0, Infinity)
  return { tabs: read.slice(0, mostTabs), active: isActive ? active : 0 }
}

function readTab({ location, sort, search, pictures }: Readonly<Record<string, unknown>>): KeptTab | undefined {
  if (!isLocation(location)) return undefined
  const { mount, path } = location
  return {
    location: { mount, path },
    sort: readSort(fieldsOf(sort)),
    search: readSearch(fieldsOf(search)),
    pictures: isOneOf(pictureSizes, pictures) ? pictures : null,
  }
}

function readSort({ column, descending }: Readonly<Record<string, unknown>>): Sort {
  const isSort = isOneOf(sortColumns, column) && typeof descending === 'boolean'
  return isSort ? { column, descending } : { column: 'name', descending: false }
}

const longestQuery = 2000

function readSearch({ query, inContents, isKept }: Readonly<Record<string, unknown>>): KeptSearch | null {
  if (!isTextUpTo(query, longestQuery) || query === '') return null
  return typeof inContents === 'boolean' && typeof isKept === 'boolean' ? { query, inContents, isKept } : null
}

function readColumns(value: unknown): ColumnChoice {
  const { hidden, widths, order } = fieldsOf(value)
  if (!isColumnList(hidden) || !isColumnList(order) || !isRecord(widths)) return standardChoice
  const isWidth = ([id, rem]: [string, unknown]) => isOneOf(columnIds, id) && isNumberIn(rem, 1, 100)
  return Object.entries(widths).every(isWidth) ? { hidden, widths, order } : standardChoice
}

function isColumnList(value: unknown): value is ColumnChoice['order'] {
  return Array.isArray(value) && value.length <= 20 && value.every((id) => isOneOf(columnIds, id))
}

function readInspector({ isOpen, tab }: Readonly<Record<string, unknown>>): Layout['inspector'] {
  return typeof isOpen === 'boolean' && isOneOf(inspectorTabs, tab) ? { isOpen, tab } : { isOpen: true, tab: 'facts' }
}

/** Returns the preferences in a layout from before the settings file existed, if they differ from the defaults. */
export function oldPreferences(value: unknown): PreferenceChanges {
  const kept = Object.entries(fieldsOf(fieldsOf(value)['preferences'])).filter(
    ([key, each]) => isSettingKey(key) && whyNot(key, each) === undefined && each !== standardSettings[key],
  )
  return Object.fromEntries(kept)
}
