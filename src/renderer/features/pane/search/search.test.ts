import { expect, test, vi } from 'vitest'
import type { FindItem, FindRequest } from '../../../../contract/api/find.ts'
import type { Contract } from '../../../../contract/contract.ts'
import { packEntries } from '../../../../contract/entry-page.ts'
import type { Entry } from '../../../../contract/entry.ts'
import type { Client } from '../../../../rpc/client.ts'
import { selectAll, setFilter, sortBy } from '../choose.ts'
import { createOrderClient } from '../index/order-client.ts'
import type { OrderAnswer } from '../index/order-messages.ts'
import { createOrderScheduler } from '../index/order-scheduler.ts'
import { goBack, openAtCursor, openFolder } from '../navigate.ts'
import { createPane, currentTab, type Pane } from '../pane.ts'
import { chosenEntries, cursorEntry } from '../tab-rows.ts'
import {
  isFlat,
  keepSearch,
  openSearch,
  queryProblem,
  searchBelow,
  showInItsFolder,
  stepOutOfSearch,
  toggleFlat,
} from './search.ts'

const file = (name: string, sizeBytes = 1): Entry => ({ name, kind: 'file', sizeBytes })
const found: readonly Entry[] = [
  file('z/alpha q3', 3),
  file('a/zulu q3', 1),
  { name: 'q3', kind: 'folder' },
  file('z/.q3', 2),
]
const skipped: FindItem = {
  kind: 'skipped',
  path: 'shut',
  failure: { kind: 'denied', message: 'no', operation: 'list', retry: 'never' },
}

interface Stage {
  readonly pane: Pane
  readonly asked: FindRequest[]
  /** Completes a running search. */
  finish: () => void
}

function stage({ goesOn = false } = {}): Stage {
  let deliver: (event: { data: OrderAnswer }) => void = () => {}
  const handle = createOrderScheduler((data) => queueMicrotask(() => deliver({ data })))
  const asked: FindRequest[] = []
  const made: { finish: () => void } = { finish: () => {} }
  const client = {
    find: {
      async *find(request: FindRequest, { signal }: { signal: AbortSignal }): AsyncGenerator<FindItem> {
        asked.push(request)
        yield { kind: 'progress', looked: 40 }
        yield { kind: 'found', page: packEntries(found) }
        yield skipped
        if (!goesOn) return
        await new Promise<void>((resolve, reject) => {
          made.finish = resolve
          signal.addEventListener('abort', () => reject(signal.reason as Error))
        })
      },
    },
    listing: {
      async *list() {
        yield packEntries([{ name: 'z', kind: 'folder' }, file('top')])
      },
      watch: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('no')) }) }),
    },
  } as unknown as Client<Contract>
  const deps = {
    side: 'left' as const,
    client: () => client,
    orders: createOrderClient({ postMessage: handle, addEventListener: (_type, listener) => (deliver = listener) }),
    showHidden: () => false,
    foldersFirst: () => true,
    now: () => performance.now(),
  }
  const pane = createPane(deps, [{ location: { mount: 'm', path: 'top' } }])
  return { pane, asked, finish: () => made.finish() }
}
const names = (pane: Pane) => {
  const { view } = currentTab(pane)
  return Array.from(view.order, (row) => view.index.name(row))
}
const search = (pane: Pane) => {
  openSearch(pane)
  searchBelow(pane, { query: 'q3', inContents: false })
}

test('results are ordered by base name and keep their own folders', async () => {
  const { pane, asked } = stage()
  search(pane)
  await vi.waitFor(() => expect(names(pane)).toEqual(['q3', 'z/alpha q3', 'a/zulu q3']))
  expect(asked).toEqual([{ location: { mount: 'm', path: 'top' }, query: 'q3', inContents: false, skipsHidden: true }])
  expect(currentTab(pane).searched).toMatchObject({ looked: 40, skippedCount: 1, skipped: [{ path: 'shut' }] })
  selectAll(pane)
  expect(chosenEntries(currentTab(pane)).locations.map(({ path }) => path)).toEqual([
    'top/q3',
    'top/z/alpha q3',
    'top/a/zulu q3',
  ])
  sortBy(pane, 'size')
  await vi.waitFor(() => expect(names(pane)).toEqual(['q3', 'a/zulu q3', 'z/alpha q3']))
  setFilter(pane, 'z')
  // The filter applies to base names, not to folders.
  await vi.waitFor(() => expect(names(pane)).toEqual(['a/zulu q3']))
})

test('opens a found folder, and Back returns to the results', async () => {
  const { pane } = stage()
  search(pane)
  await vi.waitFor(() => expect(currentTab(pane).listing.kind).toBe('ready'))
  expect(openAtCursor(pane)).toBe(true)
  expect(currentTab(pane)).toMatchObject({ location: { path: 'top/q3' }, search: undefined })
  goBack(pane)
  await vi.waitFor(() => expect(names(pane)).toHaveLength(3))
  expect(currentTab(pane)).toMatchObject({ location: { path: 'top' }, search: { query: 'q3' } })
})

test('the first step out stops the search, the second returns to the folder', async () => {
  const { pane } = stage({ goesOn: true })
  search(pane)
  await vi.waitFor(() => expect(names(pane)).toHaveLength(3))
  stepOutOfSearch(pane)
  await vi.waitFor(() => expect(currentTab(pane).listing).toMatchObject({ kind: 'ready', isStopped: true }))
  expect(names(pane)).toHaveLength(3)
  stepOutOfSearch(pane)
  await vi.waitFor(() => expect(names(pane)).toEqual(['z', 'top']))
  expect(currentTab(pane).search).toBeUndefined()
})

test('keeping a search gives it a tab of its own, beside one of the folder', async () => {
  const { pane } = stage()
  search(pane)
  await vi.waitFor(() => expect(currentTab(pane).listing.kind).toBe('ready'))
  keepSearch(pane)
  const { tabs } = pane.state.getState()
  expect(tabs.map((tab) => tab.search?.query)).toEqual([undefined, 'q3'])
  stepOutOfSearch(pane)
  expect(currentTab(pane).search).toMatchObject({ query: 'q3', isKept: true })
})

test('shows a result in its folder', async () => {
  const { pane } = stage()
  search(pane)
  await vi.waitFor(() => expect(names(pane)).toHaveLength(3))
  pane.state.setState(({ tabs }) => ({ tabs: tabs.map((tab) => ({ ...tab, cursor: 0 })) }))
  showInItsFolder(pane)
  expect(currentTab(pane)).toMatchObject({ location: { path: 'top/z' }, search: undefined })
  openFolder(pane, { mount: 'm', path: '' })
})

test('Escape leaves “all files below”, and a new query replaces it', async () => {
  const { pane, asked } = stage()
  toggleFlat(pane)
  await vi.waitFor(() => expect(currentTab(pane).listing.kind).toBe('ready'))
  expect(asked).toMatchObject([{ location: { path: 'top' }, query: 'kind:file,link' }])
  expect(isFlat(currentTab(pane))).toBe(true)
  openSearch(pane)
  await vi.waitFor(() => expect(names(pane)).toEqual(['z', 'top']))
  expect(currentTab(pane).search).toMatchObject({ query: '' })
  toggleFlat(pane)
  await vi.waitFor(() => expect(currentTab(pane).listing.kind).toBe('ready'))
  stepOutOfSearch(pane)
  await vi.waitFor(() => expect(names(pane)).toEqual(['z', 'top']))
  expect(currentTab(pane).search).toBeUndefined()
  goBack(pane)
  expect(isFlat(currentTab(pane))).toBe(true)
})

test('toggling “all files below” keeps the cursor', async () => {
  const { pane } = stage()
  openFolder(pane, { mount: 'm', path: 'other' }, { cursorName: 'top' })
  await vi.waitFor(() => expect(cursorEntry(currentTab(pane))?.name).toBe('top'))
  toggleFlat(pane)
  await vi.waitFor(() => expect(names(pane)).toHaveLength(3))
  toggleFlat(pane)
  await vi.waitFor(() => expect(names(pane)).toEqual(['z', 'top']))
})

test('reports an error in a query before it runs', () => {
  expect(queryProblem('q3 size>x', false)).toContain('at character 4')
  expect(queryProblem('', false)).toBeUndefined()
})
