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
  /** Throws `disconnected` without a line to the host. */
  readonly client: () => Client<Contract>
  readonly orders: OrderClient
  readonly showHidden: () => boolean
  readonly foldersFirst: () => boolean
  readonly now: () => number
  /** Is what its folders held last worth asking for? True of mounts that are elsewhere. */
  readonly isFar?: (mount: string) => boolean
}

/** What runs for a tab: its place in the worker, and what is under way. */
export interface TabWork {
  folder?: OrderedFolder
  listing?: AbortController
  /** Measuring the folders that are shown. */
  measuring?: AbortController
  watching?: AbortController
  /** A newer listing that will replace the rows when it is whole. */
  refresh?: AbortController
  refreshTimer?: ReturnType<typeof setTimeout>
  /** How long the last listing took, which sets how often it may be done anew. */
  lastListingMs: number
  lastListedAt: number
  /** A name the cursor goes to as soon as it comes. */
  wantedName?: string
  /** Up to which row that name was looked for. */
  wantedFrom: number
}

/** The rows of a folder that was shown. */
export interface SeenListing {
  readonly location: Location
  readonly index: ListingIndex
}

/** One pane: its state and what works for it. Actions are functions that take it. */
export interface Pane {
  readonly side: Side
  readonly state: StoreApi<PaneState>
  readonly deps: PaneDeps
  readonly work: Map<number, TabWork>
  lastTabId: number
  /** Of the pictures that were shown last. */
  pictureSize: PictureSize
  /** The tabs that were closed, the latest last. */
  closed: readonly TabSeed[]
  /** Rows of the folders that were left last. */
  seen: readonly SeenListing[]
}

export interface TabSeed {
  readonly location: Location
  readonly sort?: Sort
  readonly search?: Search | null
  readonly pictures?: PictureSize | null
}

/** A pane with the given tabs; nothing is listed before `activateTab`. */
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

/** Changes one tab; nothing happens when it was closed meanwhile. */
export function patchTab(pane: Pane, id: number, patch: Partial<Tab> | ((tab: Tab) => Partial<Tab>)): void {
  pane.state.setState(({ tabs }) => ({
    tabs: tabs.map((tab) => (tab.id === id ? { ...tab, ...(typeof patch === 'function' ? patch(tab) : patch) } : tab)),
  }))
}
