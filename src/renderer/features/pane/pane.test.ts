import { expect, test, vi } from 'vitest'
import type { Contract } from '../../../contract/contract.ts'
import { packEntries } from '../../../contract/entry-page.ts'
import type { Entry } from '../../../contract/entry.ts'
import { formatLocation, isPast, type Location, pastMountName } from '../../../contract/location.ts'
import { StorageError } from '../../../contract/failure.ts'
import type { Client } from '../../../rpc/client.ts'
import { isSelected } from '../../ui/virtual-list/selection.ts'
import { moveCursor, selectAll, selectPattern, setFilter, sortBy, toggleAtCursor } from './choose.ts'
import { createOrderClient } from './index/order-client.ts'
import type { OrderAnswer } from './index/order-messages.ts'
import { createOrderScheduler } from './index/order-scheduler.ts'
import { activateTab, goBack, goUp, openAtCursor, openFolder, refreshIfShown, refreshNow } from './navigate.ts'
import { createPane, currentTab, type Pane } from './pane.ts'
import { showMoment } from './past/time-travel.ts'
import { chosenDeleted, chosenEntries, cursorEntry } from './tab-rows.ts'

type Folders = Record<string, Entry[]>
/** The cached listing of the folder, and a promise that delays the real listing. */
interface Known {
  readonly entries: Entry[]
  readonly lost?: number
  listed: Promise<unknown>
}

const file = (name: string, sizeBytes = 1): Entry => ({ name, kind: 'file', sizeBytes })
const folder = (name: string): Entry => ({ name, kind: 'folder' })

/**
 * Creates a pane over folders that a test can change. It lists two entries per page and orders rows in the same thread.
 */
function paneOver(folders: Folders, known?: Known): Pane {
  let deliver: (event: { data: OrderAnswer }) => void = () => {}
  const handle = createOrderScheduler((data) => queueMicrotask(() => deliver({ data })))
  const client = {
    listing: {
      async *known() {
        if (!known) return
        yield { asOfMs: 5, entries: known.entries.length + (known.lost ?? 0) }
        yield packEntries(known.entries)
      },
      async *list({ location }: { location: Location }) {
        await known?.listed
        const entries = folders[formatLocation(location)] ?? (isPast(location) ? undefined : folders[location.path])
        if (!entries) throw new StorageError({ kind: 'not-found', message: 'gone', operation: 'list' })
        for (let at = 0; at < entries.length; at += 2) {
          await Promise.resolve()
          yield packEntries(entries.slice(at, at + 2))
        }
      },
      watch: () => ({
        [Symbol.asyncIterator]: () => ({
          next: () => Promise.reject(new StorageError({ kind: 'unsupported', message: 'no', operation: 'watch' })),
        }),
      }),
    },
  } as unknown as Client<Contract>
  return createPane(
    {
      side: 'left',
      client: () => client,
      orders: createOrderClient({ postMessage: handle, addEventListener: (_type, listener) => (deliver = listener) }),
      showHidden: () => false,
      foldersFirst: () => true,
      now: () => performance.now(),
      isFar: () => known !== undefined,
    },
    [{ location: { mount: 'm', path: '' } }],
  )
}

function names(pane: Pane): string[] {
  const { view } = currentTab(pane)
  return Array.from(view.order, (row) => view.index.name(row))
}

async function shows(pane: Pane, ...expected: string[]) {
  await vi.waitFor(() => expect(names(pane)).toEqual(expected))
  await vi.waitFor(() => expect(currentTab(pane).listing.kind).toBe('ready'))
}

async function opened(folders: Folders, ...expected: string[]): Promise<Pane> {
  const pane = paneOver(folders)
  activateTab(pane, 1)
  await shows(pane, ...expected)
  return pane
}

test('going up puts the cursor on the folder just left', async () => {
  const pane = await opened({ '': [file('a'), folder('sub'), folder('abc')], sub: [file('x')] }, 'abc', 'sub', 'a')
  moveCursor(pane, 1, { extend: false })
  expect(openAtCursor(pane)).toBe(true)
  await shows(pane, 'x')
  goUp(pane)
  await vi.waitFor(() => expect(cursorEntry(currentTab(pane))?.name).toBe('sub'))
  goBack(pane)
  await shows(pane, 'x')
})

test('a newer listing keeps cursor and selection by name', async () => {
  const folders: Folders = { '': [file('c'), file('a'), file('b')] }
  const pane = await opened(folders, 'a', 'b', 'c')
  moveCursor(pane, 1, { extend: false })
  toggleAtCursor(pane, { goDown: true })
  folders[''] = [file('0'), file('c'), file('b', 7), file('d')]
  refreshNow(pane)
  await shows(pane, '0', 'b', 'c', 'd')
  expect(cursorEntry(currentTab(pane))?.name).toBe('c')
  expect(chosenEntries(currentTab(pane)).entries).toEqual([file('b', 7)])
})

test('the cursor moves to a new entry, even if a second listing replaces the first one', async () => {
  const folders: Folders = { '': [file('a'), file('c')] }
  const pane = await opened(folders, 'a', 'c')
  folders[''] = [file('a'), file('b'), file('c')]
  refreshIfShown(pane, { mount: 'm', path: '' }, { cursorName: 'b' })
  refreshIfShown(pane, { mount: 'm', path: '' })
  await shows(pane, 'a', 'b', 'c')
  expect(cursorEntry(currentTab(pane))?.name).toBe('b')
})

test('the cursor moves to the neighbour of an entry that was deleted', async () => {
  const folders: Folders = { '': [file('a'), file('b'), file('c')] }
  const pane = await opened(folders, 'a', 'b', 'c')
  moveCursor(pane, 2, { extend: false })
  folders[''] = [file('a'), file('b')]
  refreshNow(pane)
  await shows(pane, 'a', 'b')
  expect(cursorEntry(currentTab(pane))?.name).toBe('b')
})

test('a filter removes hidden entries from the selection', async () => {
  const pane = await opened({ '': [file('a.txt'), file('b.pdf'), file('c.txt')] }, 'a.txt', 'b.pdf', 'c.txt')
  await selectPattern(pane, '*', { selected: true })
  setFilter(pane, 'txt')
  await shows(pane, 'a.txt', 'c.txt')
  setFilter(pane, '')
  await shows(pane, 'a.txt', 'b.pdf', 'c.txt')
  const { selection, view } = currentTab(pane)
  expect(Array.from(view.order, (row) => isSelected(selection, row))).toEqual([true, false, true])
})

test('sorting by the same column again reverses the order', async () => {
  const pane = await opened({ '': [file('a', 3), file('b', 1), file('c', 2)] }, 'a', 'b', 'c')
  sortBy(pane, 'size')
  await shows(pane, 'b', 'c', 'a')
  sortBy(pane, 'size')
  await shows(pane, 'a', 'c', 'b')
  expect(currentTab(pane).sort).toEqual({ column: 'size', descending: true })
})

test('a missing folder fails, and a retry lists it once it exists', async () => {
  const folders: Folders = { '': [] }
  const pane = await opened(folders)
  openFolder(pane, { mount: 'm', path: 'later' })
  await vi.waitFor(() =>
    expect(currentTab(pane).listing).toMatchObject({ kind: 'failed', failure: { kind: 'not-found' } }),
  )
  folders['later'] = [file('x')]
  refreshNow(pane)
  await shows(pane, 'x')
})

test('excludes entries that do not exist at the shown time from the chosen ones', async () => {
  const pane = await opened(
    {
      '': [
        file('added'),
        file('here'),
        { ...file('gone'), since: 'deleted', deleted: { deletedMs: 5 } },
        { ...file('later'), since: 'added' },
        { ...file('lost'), since: 'deleted' },
      ],
    },
    'added',
    'gone',
    'here',
    'later',
    'lost',
  )
  selectAll(pane)
  // At the past moment, an entry that was deleted later exists; in the present folder it does not.
  expect(chosenEntries(currentTab(pane)).entries.map(({ name }) => name)).toEqual(['added', 'here', 'lost'])
  expect(chosenDeleted(currentTab(pane)).map(({ name }) => name)).toEqual(['gone'])
})

test('another moment keeps folder, filter and cursor, and shows no rows if the folder did not exist', async () => {
  const at = (atMs: number) => pastMountName({ mount: 'm', atMs })
  const pane = await opened(
    {
      '': [file('a1'), file('b')],
      [`${at(1000)}:`]: [file('a1'), file('a2'), file('b')],
      [`${at(2000)}:`]: [file('a0'), file('a2'), file('b')],
    },
    'a1',
    'b',
  )
  openFolder(pane, { mount: at(1000), path: '' })
  await shows(pane, 'a1', 'a2', 'b')
  setFilter(pane, 'a')
  await shows(pane, 'a1', 'a2')
  moveCursor(pane, 1, { extend: false })
  showMoment(pane, 2000)
  await shows(pane, 'a0', 'a2')
  expect(cursorEntry(currentTab(pane))?.name).toBe('a2')
  expect(currentTab(pane)).toMatchObject({ filter: 'a', location: { mount: at(2000) }, back: [{ mount: 'm' }] })
  showMoment(pane, 3000)
  await vi.waitFor(() => expect(currentTab(pane).listing.kind).toBe('failed'))
  await vi.waitFor(() => expect(names(pane)).toEqual([]))
})

test('shows a cached listing at once, then replaces it and keeps cursor and selection', async () => {
  let list = () => {}
  const listed = new Promise<void>((resolve) => (list = resolve))
  const pane = paneOver(
    { '': [file('b'), file('c'), file('d')] },
    { entries: [file('a'), file('b'), file('c')], listed },
  )
  activateTab(pane, 1)
  await shows(pane, 'a', 'b', 'c')
  expect(currentTab(pane).listing).toMatchObject({ kind: 'ready', asOfMs: 5 })
  moveCursor(pane, 1, { extend: false })
  toggleAtCursor(pane, { goDown: false })
  list()
  await shows(pane, 'b', 'c', 'd')
  await vi.waitFor(() => expect(currentTab(pane).listing).not.toHaveProperty('asOfMs'))
  expect(chosenEntries(currentTab(pane)).entries.map(({ name }) => name)).toEqual(['b'])
})

test('keeps a cached listing with its time while the mount is unreachable', async () => {
  const down = new StorageError({ kind: 'unreachable', message: 'Nobody is there.', operation: 'list' })
  const known = { entries: [file('a')], listed: Promise.reject(down) as Promise<unknown> }
  known.listed.catch(() => {})
  const pane = paneOver({ '': [file('a'), file('b')] }, known)
  activateTab(pane, 1)
  await vi.waitFor(() => expect(currentTab(pane).listing).toMatchObject({ kind: 'failed', asOfMs: 5 }))
  expect(names(pane)).toEqual(['a'])
  known.listed = Promise.resolve()
  refreshNow(pane)
  await shows(pane, 'a', 'b')
  expect(currentTab(pane).listing).not.toHaveProperty('asOfMs')
})

test('hides a cached listing if the sign-in is refused', async () => {
  const refused = new StorageError({ kind: 'sign-in', message: 'Who are you?', operation: 'list' })
  const known = { entries: [file('a')], listed: Promise.reject(refused) as Promise<unknown> }
  known.listed.catch(() => {})
  const pane = paneOver({ '': [file('a')] }, known)
  activateTab(pane, 1)
  await vi.waitFor(() =>
    expect(currentTab(pane).listing).toMatchObject({ kind: 'failed', failure: { kind: 'sign-in' } }),
  )
  expect(names(pane)).toEqual([])
  expect(currentTab(pane).listing).not.toHaveProperty('asOfMs')
})

test('does not show an incomplete cached listing', async () => {
  const pane = paneOver({ '': [file('b')] }, { entries: [file('a')], lost: 1, listed: Promise.resolve() })
  activateTab(pane, 1)
  await shows(pane, 'b')
  expect(currentTab(pane).listing).not.toHaveProperty('asOfMs')
})
