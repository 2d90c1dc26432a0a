import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Contract } from '../../../contract/contract.ts'
import type { Location } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import type { OrderClient, OrderedFolder } from './index/order-client.ts'
import { activeTab, newTab, type PaneState, type PictureSize, type Search, type Side, type Tab } from './pane-state.ts'
import type { ListingIndex } from './index/listing-index.ts'
import type { Sort } from './index/sort-column.ts'

export interface PaneDeps {
  readonly side: Side
  /** Throws `disconnected` without a connection to the host. */
  readonly client: () => Client<Contract>
  readonly orders: OrderClient
  readonly showHidden: () => boolean
  readonly foldersFirst: () => boolean
  readonly now: () => number
  /** Tells whether a mount is remote, so that its cached listings are worth requesting. */
  readonly isFar?: (mount: string) => boolean
}

/** The running work for a tab, and its folder in the worker. */
export interface TabWork {
  folder?: OrderedFolder
  listing?: AbortController
  /** Aborts the measuring of the shown folders. */
  measuring?: AbortController
  watching?: AbortController
  /** Aborts a newer listing, which replaces the rows when it is complete. */
  refresh?: AbortController
  refreshTimer?: ReturnType<typeof setTimeout>
  /** The duration of the last listing, which limits how often it is repeated. */
  lastListingMs: number
  lastListedAt: number
  /** The name to which the cursor moves when that entry arrives. */
  wantedName?: string
  /** The row up to which that name was searched. */
  wantedFrom: number
}

/** The rows of a folder that was shown earlier. */
export interface SeenListing {
  readonly location: Location
  readonly index: ListingIndex
}

/** A pane: its state and the work for it. Actions are functions that take a pane. */
export interface Pane {
  readonly side: Side
  readonly state: StoreApi<PaneState>
  readonly deps: PaneDeps
  readonly work: Map<number, TabWork>
  lastTabId: number
  /** The size of the pictures that were shown last. */
  pictureSize: PictureSize
  /** The closed tabs, the most recent last. */
  closed: readonly TabSeed[]
  /** The rows of recently left folders. */
  seen: readonly SeenListing[]
}

export interface TabSeed {
  readonly location: Location
  readonly sort?: Sort
  readonly search?: Search | null
  readonly pictures?: PictureSize | null
}

/** Creates a pane with the given tabs. Nothing is listed before `activateTab`. */
export function createPane(deps: PaneDeps, seeds: readonly [TabSeed, ...TabSeed[]], active = 0): Pane {
  const tabs = seeds.map((seed, index) => tabOfSeed(index + 1, seed))
  const state = createStore<PaneState>(() => ({
    tabs,
    activeId: tabs[active]?.id ?? 1,
    isEditingLocation: false,
    isMomentWanted: false,
  }))
  return {
    side: deps.side,
    state,
    deps,
    work: new Map(),
    lastTabId: tabs.length,
    pictureSize: 'medium',
    closed: [],
    seen: [],
  }
}

export function tabOfSeed(id: number, { location, sort, search, pictures }: TabSeed): Tab {
  return newTab(id, location, { sort, search: search ?? undefined, pictures: pictures ?? undefined })
}

export function currentTab(pane: Pane): Tab {
  return activeTab(pane.state.getState())
}

export function findTab(pane: Pane, id: number): Tab | undefined {
  return pane.state.getState().tabs.find((tab) => tab.id === id)
}

export function workOf(pane: Pane, id: number): TabWork {
  let work = pane.work.get(id)
  if (!work) pane.work.set(id, (work = { lastListingMs: 0, lastListedAt: 0, wantedFrom: 0 }))
  return work
}

/** Changes a tab. Does nothing if it was closed in the meantime. */
export function patchTab(pane: Pane, id: number, patch: Partial<Tab> | ((tab: Tab) => Partial<Tab>)): void {
  pane.state.setState(({ tabs }) => ({
    tabs: tabs.map((tab) => (tab.id === id ? { ...tab, ...(typeof patch === 'function' ? patch(tab) : patch) } : tab)),
  }))
}
