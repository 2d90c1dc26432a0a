// @vitest-environment happy-dom
/** Tests menus with a real host: which items they show for a selection, and which of them are enabled. */
import { act, screen, waitFor } from '@testing-library/react'
import { expect, test } from 'vitest'
import { useStore } from 'zustand'
import type { MenuState } from '../../commands/window-state.ts'
import { crumbsOf } from '../../features/pane/bars/crumbs.ts'
import { moveCursor, selectPositions } from '../../features/pane/choose.ts'
import { openMount } from '../../features/mounts/mounts-store.ts'
import { activateTab, openFolder } from '../../features/pane/navigate.ts'
import { currentTab } from '../../features/pane/pane.ts'
import { cursorEntry, rowAt, rowCount } from '../../features/pane/tab-rows.ts'
import { pastMountName, type Location } from '../../../contract/location.ts'
import { noSelection } from '../../ui/virtual-list/selection.ts'
import { draw } from '../../testing/render.test-support.tsx'
import { openTestWindow, type TestWindowOptions } from '../../testing/window.test-support.tsx'
import type { WindowModel } from '../compose.ts'
import { Menus } from './menus.tsx'

function OpenMenu({ model }: { readonly model: WindowModel }) {
  const menu = useStore(model.window, (state) => state.menu)
  return (
    <>
      <main />
      <nav data-mounts />
      {menu.kind === 'none' ? null : <Menus model={model} menu={menu} />}
    </>
  )
}

const at = { x: 10, y: 10 }
const ofRows: MenuState = { kind: 'rows', side: 'left', at }
const ofFolder: MenuState = { kind: 'folder', side: 'left', at }

const files = { 'note.txt': 'hello', 'data.zip': 'no zip', 'papers/a.md': 'x' }

async function open(options: TestWindowOptions = { files }) {
  const opened = await openTestWindow(options)
  const { model } = opened
  const user = draw(<OpenMenu model={model} />)
  await goTo(model, { mount: 'Home', path: '' })
  return { ...opened, user }
}

async function goTo(model: WindowModel, location: Location) {
  const { left, right } = model.panes
  activateTab(right, right.state.getState().activeId)
  openFolder(left, location)
  await openMount(model.mounts, location.mount)
  await waitFor(() => expect(currentTab(left).listing.kind).toBe('ready'))
}

function putCursorOn(model: WindowModel, name: string) {
  const tab = currentTab(model.panes.left)
  for (let position = 0; position < rowCount(tab); position += 1) {
    const row = rowAt(tab, position)
    if (row >= 0 && tab.view.index.name(row) === name) moveCursor(model.panes.left, position, { extend: false })
  }
  expect(cursorEntry(currentTab(model.panes.left))?.name).toBe(name)
}

async function show(model: WindowModel, menu: MenuState) {
  act(() => model.window.setState({ menu }))
  await waitFor(() => expect(document.querySelector('[role=menu]')).not.toBeNull())
  const all = [...document.querySelectorAll<HTMLElement>('[role^=menuitem]')]
  const titleOf = (item: HTMLElement) => item.firstChild?.textContent ?? ''
  const isOff = (item: HTMLElement) => item.getAttribute('aria-disabled') === 'true'
  return {
    can: all.filter((item) => !isOff(item)).map(titleOf),
    cannot: all.filter(isOff).map(titleOf),
  }
}

test('offers to open, copy, rename and delete a file, without the items for folders and archives', async () => {
  const { model } = await open()
  putCursorOn(model, 'note.txt')
  const { can, cannot } = await show(model, ofRows)
  expect(can).toEqual(expect.arrayContaining(['Open', 'Quick look', 'Rename', 'Delete…', 'Cut', 'Copy', 'Share…']))
  expect([...can, ...cannot]).not.toContain('Browse as archive')
  expect([...can, ...cannot]).not.toContain('Open in the other pane')
})

test('offers to open a folder elsewhere and to keep its versions', async () => {
  const { model } = await open()
  putCursorOn(model, 'papers')
  const { can } = await show(model, ofRows)
  expect(can).toEqual(
    expect.arrayContaining(['Open in the other pane', 'Open in a new tab', 'Keep versions of this folder…']),
  )
})

test('offers to open and extract an archive', async () => {
  const { model } = await open()
  putCursorOn(model, 'data.zip')
  const { can } = await show(model, ofRows)
  expect(can).toEqual(expect.arrayContaining(['Browse as archive', 'Extract here', 'Extract to the other pane…']))
})

const readOnly = 'mounts:\n  - name: Archive\n    type: local\n    path: /usr/share\n    readOnly: true\n'

test('disables the items that change something on a read-only mount', async () => {
  const { model } = await open({ mounts: readOnly })
  await goTo(model, { mount: 'Archive', path: '' })
  moveCursor(model.panes.left, 0, { extend: false })
  const rows = await show(model, ofRows)
  expect(rows.cannot).toEqual(expect.arrayContaining(['Rename', 'Delete…', 'Cut']))
  expect(rows.can).toContain('Copy to the other pane…')
  const folder = await show(model, ofFolder)
  expect(folder.cannot).toEqual(expect.arrayContaining(['New folder…', 'New file…']))
  expect(folder.can).toEqual(expect.arrayContaining(['Select all', 'Refresh']))
})

test('offers to leave a folder of the past and to restore from it', async () => {
  const { model, client } = await open()
  await client.transfers.start({
    verb: 'copy',
    sources: [{ location: { mount: 'Home', path: 'note.txt' } }],
    into: { mount: 'Shelf', path: '' },
    policy: { skip: 'never', onConflict: 'fail' },
  })
  await waitFor(() => expect(model.transfers.state.getState().ended).toHaveLength(1))
  await goTo(model, { mount: pastMountName({ mount: 'Shelf', atMs: Date.now() }), path: '' })
  putCursorOn(model, 'note.txt')
  const { can, cannot } = await show(model, ofRows)
  expect(can).toEqual(expect.arrayContaining(['Restore…', 'Back to now']))
  expect(cannot).toEqual(expect.arrayContaining(['Rename', 'Delete…']))
})

test('offers to edit and remove a mount that a user added, but not a built-in one', async () => {
  const { model } = await open({ mounts: readOnly })
  const own = await show(model, { kind: 'mount', name: 'Archive', at })
  expect(own.can).toEqual(expect.arrayContaining(['Edit mount…', 'Duplicate mount…', 'Remove mount…']))
  expect(screen.getByRole('menuitemcheckbox', { name: 'Read-only mount' }).getAttribute('aria-checked')).toBe('true')
  const home = await show(model, { kind: 'mount', name: 'Home', at })
  expect(home.cannot).toEqual(expect.arrayContaining(['Edit mount…', 'Remove mount…']))
})

test('shows one item in the space beside the mounts: to add one', async () => {
  const { model, user } = await open()
  expect(await show(model, { kind: 'mount', name: undefined, at })).toEqual({ can: ['Add a mount…'], cannot: [] })
  await user.click(screen.getByRole('menuitem', { name: /Add a mount/ }))
  expect(model.window.getState()).toMatchObject({ dialog: { kind: 'add-mount' }, menu: { kind: 'none' } })
})

test('offers to compare two panes that show folders, and two selected folders', async () => {
  const { model, user } = await open({ files: { 'a/1.txt': '', 'b/2.txt': '' } })
  expect((await show(model, ofFolder)).can).not.toContain('Compare the two panes…')
  openFolder(model.panes.right, { mount: 'Home', path: 'a' })
  expect((await show(model, { ...ofFolder })).can).toContain('Compare the two panes…')
  act(() => selectPositions(model.panes.left, [[0, 1]], noSelection))
  expect((await show(model, ofRows)).can).toContain('Compare the two folders…')
  await user.click(screen.getByRole('menuitem', { name: /^Compare the two folders/ }))
  const [left, right] = ['a', 'b'].map((path) => ({ mount: 'Home', path }))
  expect(model.window.getState().dialog).toEqual({ kind: 'compare-folders', left, right })
})

test('lists the folders that a path leaves out, nearest first, and opens them', async () => {
  const { model, user } = await open({ files: { 'a/b/c/d.txt': '' } })
  const folders = crumbsOf({ mount: 'Home', path: 'a/b/c' }).slice(1, 3)
  const { can } = await show(model, { kind: 'folders', side: 'left', folders, at })
  expect(can).toEqual(['b', 'a'])
  await user.click(screen.getByRole('menuitem', { name: 'b' }))
  expect(currentTab(model.panes.left).location).toEqual({ mount: 'Home', path: 'a/b' })
})

test('Escape closes the menu and runs nothing', async () => {
  const { model, user } = await open()
  putCursorOn(model, 'note.txt')
  await show(model, ofRows)
  await user.keyboard('{Escape}')
  await waitFor(() => expect(model.window.getState().menu.kind).toBe('none'))
  expect(model.window.getState().dialog.kind).toBe('none')
})
