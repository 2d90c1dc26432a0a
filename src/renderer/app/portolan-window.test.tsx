// @vitest-environment happy-dom
/**
 * Tests the complete window with a real host: what a user sees and does in its panes, with the pointer and the
 * keyboard.
 */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { act, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { activateTab, openFolder } from '../features/pane/navigate.ts'
import { createMounts, findMount, openMount } from '../features/mounts/mounts-store.ts'
import { currentTab } from '../features/pane/pane.ts'
import { chosenEntries, cursorEntry } from '../features/pane/tab-rows.ts'
import { button, draw, field } from '../testing/render.test-support.tsx'
import { openTestWindow, type TestWindowOptions } from '../testing/window.test-support.tsx'
import { PortolanWindow } from './portolan-window.tsx'

const files = {
  'alpha.txt': 'first',
  'beta.txt': 'the second one',
  'gamma.pdf': 'x',
  'papers/2026/march/note.md': 'deep',
}

async function openWindow(options: TestWindowOptions = { files }) {
  const opened = await openTestWindow(options)
  const { model } = opened
  const user = draw(<PortolanWindow model={model} />)
  await openMount(model.mounts, 'Home')
  for (const pane of Object.values(model.panes)) activateTab(pane, pane.state.getState().activeId)
  await isListed(model)
  const left = within(screen.getByRole('region', { name: 'Left pane' }))
  return { ...opened, user, left }
}

type Model = Awaited<ReturnType<typeof openTestWindow>>['model']

const namesOf = ({ panes }: Model) => {
  const { view } = currentTab(panes.left)
  return Array.from(view.order, (row) => view.index.name(row))
}
const isListed = (model: Model) =>
  waitFor(() => {
    for (const pane of Object.values(model.panes)) expect(currentTab(pane).listing.kind).toBe('ready')
  })
const shows = (model: Model, ...names: string[]) =>
  waitFor(() => {
    expect(currentTab(model.panes.left).listing.kind).toBe('ready')
    expect(namesOf(model)).toEqual(names)
  })
const grid = () => within(screen.getByRole('region', { name: 'Left pane' })).getByRole('grid')
const isAtFiles = () => waitFor(() => expect(document.activeElement === grid()).toBe(true))

test('the left pane has the focus at first, and the arrow keys move the cursor', async () => {
  const { model, user } = await openWindow()
  await isAtFiles()
  await user.keyboard('{ArrowDown}{ArrowDown}')
  expect(cursorEntry(currentTab(model.panes.left))?.name).toBe('beta.txt')
  await user.keyboard('ga')
  expect(cursorEntry(currentTab(model.panes.left))?.name).toBe('gamma.pdf')
})

test('Tab moves the focus to the other pane', async () => {
  const { model, user } = await openWindow()
  await isAtFiles()
  await user.keyboard('{Tab}')
  expect(model.window.getState().activeSide).toBe('right')
  const right = within(screen.getByRole('region', { name: 'Right pane' }))
  await waitFor(() => expect(document.activeElement === right.getByRole('grid')).toBe(true))
})

test('a pane that becomes active or renders again does not steal the focus', async () => {
  const { model } = await openWindow()
  await isAtFiles()
  const right = within(screen.getByRole('region', { name: 'Right pane' }))
  const filter = right.getByLabelText('Filter')
  act(() => filter.focus())
  await waitFor(() => expect(model.window.getState().activeSide).toBe('right'))
  expect(document.activeElement).toBe(filter)
  const inspected = await screen.findByRole('button', { name: 'Close the inspector' })
  act(() => inspected.focus())
  act(() => model.window.setState({ isOnePane: true }))
  expect(screen.queryByRole('region', { name: 'Left pane' })).toBeNull()
  expect(document.activeElement).toBe(inspected)
})

test('a click on the sorted column reverses the order, and the header shows it', async () => {
  const { model, user, left } = await openWindow()
  const head = () => left.getByRole('columnheader', { name: 'Name' })
  expect(head().getAttribute('aria-sort')).toBe('ascending')
  await user.click(left.getByRole('button', { name: 'Name' }))
  await shows(model, 'papers', 'gamma.pdf', 'beta.txt', 'alpha.txt')
  expect(head().getAttribute('aria-sort')).toBe('descending')
  await user.click(left.getByRole('button', { name: 'Name' }))
  await shows(model, 'papers', 'alpha.txt', 'beta.txt', 'gamma.pdf')
})

test('the filter shows the names that contain the text and their number, and Escape clears it', async () => {
  const { model, user, left } = await openWindow()
  await user.type(left.getByLabelText('Filter'), 'TXT')
  await shows(model, 'alpha.txt', 'beta.txt')
  expect(await left.findByText(/2 of 4 shown/)).toBeTruthy()
  await user.keyboard('{Escape}')
  await shows(model, 'papers', 'alpha.txt', 'beta.txt', 'gamma.pdf')
  await isAtFiles()
})

test('a filter without a match shows its text and can be cleared there', async () => {
  const { model, user, left } = await openWindow()
  await user.type(left.getByLabelText('Filter'), 'zebra')
  expect(await left.findByText('Nothing here matches “zebra”')).toBeTruthy()
  const [clear] = left.getAllByRole('button', { name: 'Clear the filter' })
  if (clear) await user.click(clear)
  await shows(model, 'papers', 'alpha.txt', 'beta.txt', 'gamma.pdf')
})

test('an empty home folder shows what can be done there, and not the text of the Shelf', async () => {
  const { left } = await openWindow({ files: {} })
  expect(await left.findByText('This folder is empty')).toBeTruthy()
  expect(left.getByText(/Press F7 to make a folder/)).toBeTruthy()
  expect(left.queryByText('This is your Shelf')).toBeNull()
})

test('a click on a part of the path opens it, with the cursor on the folder just left', async () => {
  const { model, user, left } = await openWindow()
  await user.keyboard('{Control>}l{/Control}')
  await user.clear(field('Location'))
  await user.type(field('Location'), 'Home:papers/2026/march{Enter}')
  await shows(model, 'note.md')
  const path = within(left.getByRole('navigation', { name: /Path/ }))
  expect(path.getByRole('button', { name: 'march' }).getAttribute('aria-current')).toBe('location')
  await user.click(path.getByRole('button', { name: 'papers' }))
  await shows(model, '2026')
  expect(cursorEntry(currentTab(model.panes.left))?.name).toBe('2026')
  await user.click(path.getByRole('button', { name: 'Home' }))
  await shows(model, 'papers', 'alpha.txt', 'beta.txt', 'gamma.pdf')
  expect(cursorEntry(currentTab(model.panes.left))?.name).toBe('papers')
})

test('completes a location from existing folders: Tab takes the first, the arrow keys choose', async () => {
  const { model, user } = await openWindow({ files: { 'papers/2025/': '', 'papers/2026/note.md': '' } })
  await user.keyboard('{Control>}l{/Control}')
  await user.clear(field('Location'))
  await user.type(field('Location'), 'Home:pa')
  expect(await screen.findByRole('option', { name: 'Home:papers/' })).toBeTruthy()
  await user.keyboard('{Tab}')
  expect(field('Location').value).toBe('Home:papers/')
  await screen.findByRole('option', { name: 'Home:papers/2026/' })
  await user.keyboard('{ArrowUp}')
  expect(screen.getByRole('option', { selected: true }).textContent).toBe('Home:papers/2026/')
  await user.keyboard('{Enter}')
  await shows(model, 'note.md')
})

test('an invalid location stays in the field, with the reason', async () => {
  const { user } = await openWindow()
  await user.keyboard('{Control>}l{/Control}')
  await user.clear(field('Location'))
  await user.type(field('Location'), 'Nowhere:x{Enter}')
  expect((await screen.findByRole('alert')).textContent).toBe('There is no mount named Nowhere.')
  expect(field('Location').getAttribute('aria-invalid')).toBe('true')
  await user.type(field('Location'), 'y')
  expect(screen.queryByRole('alert')).toBeNull()
})

test('tabs are opened, changed by arrow keys and closed; the last one cannot be closed', async () => {
  const { model, user, left } = await openWindow()
  const tabs = () => left.getAllByRole('tab')
  await user.click(left.getByRole('button', { name: 'New tab' }))
  expect(tabs().map((tab) => tab.getAttribute('aria-selected'))).toEqual(['false', 'true'])
  tabs()[1]?.focus()
  await user.keyboard('{ArrowRight}')
  expect(document.activeElement).toBe(tabs()[0])
  expect(tabs().map((tab) => tab.tabIndex)).toEqual([0, -1])
  await user.keyboard('{ArrowLeft}')
  expect(document.activeElement).toBe(tabs()[1])
  await user.click(left.getByRole('button', { name: 'Close Home' }))
  expect(tabs()).toHaveLength(1)
  expect(left.queryByRole('button', { name: 'Close Home' })).toBeNull()
  expect(model.panes.left.state.getState().tabs).toHaveLength(1)
})

test('a deleted folder shows a message beside the rows it had', async () => {
  const { model, user, left, home } = await openWindow()
  await user.keyboard('{Control>}l{/Control}')
  await user.clear(field('Location'))
  await user.type(field('Location'), 'Home:papers{Enter}')
  await shows(model, '2026')
  rmSync(join(home, 'papers'), { recursive: true })
  await user.keyboard('{Control>}r{/Control}')
  expect(await left.findByText('“papers” was not found')).toBeTruthy()
  expect(left.getByText('The listing is incomplete: 1 so far')).toBeTruthy()
  expect(namesOf(model)).toEqual(['2026'])
})

test('Insert selects and moves down, the status bar counts, and Escape clears the selection', async () => {
  const { model, user, left } = await openWindow()
  await isAtFiles()
  await user.keyboard('{ArrowDown}{Insert}{Insert}')
  expect(chosenEntries(currentTab(model.panes.left)).entries.map(({ name }) => name)).toEqual(['alpha.txt', 'beta.txt'])
  expect(await left.findByText(/2 of 4 selected/)).toBeTruthy()
  await user.keyboard('{Escape}')
  await waitFor(() => expect(left.queryByText(/selected/)).toBeNull())
})

test('F7 asks for a name, refuses an existing one, and puts the cursor on the new folder', async () => {
  const { model, user, home } = await openWindow()
  await isAtFiles()
  await user.keyboard('{F7}')
  const name = await screen.findByLabelText<HTMLInputElement>('Name')
  expect(document.activeElement).toBe(name)
  await user.type(name, 'papers{Enter}')
  await waitFor(() => expect(name.getAttribute('aria-invalid')).toBe('true'))
  await user.clear(name)
  await user.type(name, 'new{Enter}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(existsSync(join(home, 'new'))).toBe(true)
  await waitFor(() => expect(cursorEntry(currentTab(model.panes.left))?.name).toBe('new'))
})

test('F2 renames in the row with the stem selected, and Escape keeps the old name', async () => {
  const { model, user, home } = await openWindow()
  await isAtFiles()
  await user.keyboard('{ArrowDown}{F2}')
  const input = await screen.findByLabelText<HTMLInputElement>('New name of alpha.txt')
  expect(input.value.slice(input.selectionStart ?? 0, input.selectionEnd ?? 0)).toBe('alpha')
  await user.keyboard('{Escape}')
  expect(screen.queryByLabelText('New name of alpha.txt')).toBeNull()
  await user.keyboard('{F2}')
  const again = await screen.findByLabelText<HTMLInputElement>('New name of alpha.txt')
  await user.clear(again)
  await user.type(again, 'omega.txt{Enter}')
  await waitFor(() => expect(existsSync(join(home, 'omega.txt'))).toBe(true))
  await waitFor(() => expect(cursorEntry(currentTab(model.panes.left))?.name).toBe('omega.txt'))
})

test('the inspector shows the file under the cursor, or a summary of the selection', async () => {
  const { user } = await openWindow()
  await isAtFiles()
  await user.keyboard('{ArrowDown}{ArrowDown}')
  const inspector = await screen.findByRole('complementary', { name: 'Inspector' })
  await waitFor(() => expect(inspector.textContent).toContain('beta.txt'))
  expect(inspector.textContent).toContain('14 B')
  await user.keyboard('{Insert}{Insert}')
  await waitFor(() => expect(inspector.textContent).toContain('2 items selected'))
  await user.click(within(inspector).getByRole('button', { name: 'Close the inspector' }))
  expect(screen.queryByRole('complementary', { name: 'Inspector' })).toBeNull()
})

test('the status bar shows an error until Escape dismisses it', async () => {
  const { user } = await openWindow({ files: {} })
  await isAtFiles()
  await user.keyboard('{F8}')
  expect(await screen.findByText('Nothing is selected here.')).toBeTruthy()
  await user.click(button('Dismiss'))
  expect(screen.queryByText('Nothing is selected here.')).toBeNull()
  await isAtFiles()
})

test('the arrow keys in quick look go from file to file and move the cursor', async () => {
  const { model, user } = await openWindow()
  await isAtFiles()
  await user.keyboard('{ArrowDown} ')
  const look = () => screen.findByRole('dialog', { name: /alpha|beta|gamma|Quick look/ })
  expect((await look()).textContent).toContain('alpha.txt')
  await user.keyboard('{ArrowDown}')
  await waitFor(async () => expect((await look()).textContent).toContain('beta.txt'))
  await user.keyboard('{ArrowUp}{ArrowUp}')
  await waitFor(async () => expect((await look()).textContent).toContain('alpha.txt'))
  await user.keyboard('{ArrowDown}{Escape}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(cursorEntry(currentTab(model.panes.left))?.name).toBe('beta.txt')
})

test('Alt with the arrow keys reorders the mounts, and Escape returns to the files', async () => {
  const mounts = ['first', 'second'].map((name) => `- name: ${name}\n  type: local\n  path: /tmp\n`).join('')
  const { user } = await openWindow({ files, mounts })
  const nav = within(screen.getByRole('navigation', { name: 'Mounts' }))
  const own = () =>
    nav
      .getAllByRole('button')
      .flatMap(({ ariaLabel, textContent }) => /first|second/.exec(ariaLabel ?? textContent)?.[0] ?? [])
  expect(own()).toEqual(['first', 'second'])
  nav.getByRole('button', { name: 'first' }).focus()
  await user.keyboard('{Alt>}{ArrowDown}{/Alt}')
  await waitFor(() => expect(own()).toEqual(['second', 'first']))
  await user.keyboard('{Escape}')
  await isAtFiles()
})

/** The capabilities of Home are unknown until `open` is called; if it `fails`, they stay unknown. */
async function openUnknown() {
  const opened = await openTestWindow({ files })
  const real = opened.client
  let open = (_fails?: 'fails') => {}
  const answer = new Promise<'fails' | undefined>((resolve) => (open = resolve))
  const slow = {
    async open(input: { readonly name: string }) {
      if ((await answer) === 'fails') throw new Error('It does not exist.')
      return real.mounts.open(input)
    },
  }
  const mounts = createMounts(() => ({ ...real, mounts: slow }) as unknown as typeof real)
  const { mounts: listed, problems } = await real.mounts.list({})
  const unknown = structuredClone(listed)
  for (const mount of unknown) delete mount.capabilities
  mounts.state.setState({ kind: 'ready', mounts: unknown, problems }, true)
  const model = { ...opened.model, mounts }
  const user = draw(<PortolanWindow model={model} />)
  for (const pane of Object.values(model.panes)) activateTab(pane, pane.state.getState().activeId)
  await isListed(model)
  await isAtFiles()
  return { model, user, open }
}
const waiting = 'Waiting for “Home” to open. Escape stops waiting.'
const refused = 'Home does not keep versions, so its past can’t be shown.'

test('a command waits until its mount is open, and is then refused with the reason', async () => {
  const { user, open } = await openUnknown()
  await user.keyboard('{Control>}{Shift>}b{/Shift}{/Control}')
  expect(await screen.findByText(waiting)).toBeTruthy()
  expect(screen.queryByText(/not known until it is open/)).toBeNull()
  open()
  await waitFor(() => expect(screen.queryByText(waiting)).toBeNull())
  expect(await screen.findByText(refused)).toBeTruthy()
})

test('a command that waited runs if the open mount allows it', async () => {
  const { model, user, open } = await openUnknown()
  await user.keyboard('{ArrowDown}{F8}')
  await screen.findByText(waiting)
  expect(model.window.getState().dialog.kind).toBe('none')
  open()
  expect((await screen.findByRole('dialog')).textContent).toContain('alpha.txt')
})

test('a command that waited shows the reason if the mount cannot be opened', async () => {
  const { user, open } = await openUnknown()
  await user.keyboard('{Control>}{Shift>}b{/Shift}{/Control}')
  open('fails')
  expect(await screen.findByText('Home is not open yet.')).toBeTruthy()
})

test('Escape cancels only the wait, another key replaces it, and a cancelled command never runs', async () => {
  const { model, user, open } = await openUnknown()
  await user.keyboard('{ArrowDown}{Insert}{F8}')
  await screen.findByText(waiting)
  await user.keyboard('{Escape}')
  expect(screen.queryByText(waiting)).toBeNull()
  expect(chosenEntries(currentTab(model.panes.left)).entries.map(({ name }) => name)).toEqual(['alpha.txt'])
  await user.keyboard('{F8}{ArrowDown}')
  await user.keyboard('{F8}')
  openFolder(model.panes.left, { mount: 'Home', path: 'papers' })
  open()
  await waitFor(() => expect(findMount(model.mounts.state.getState(), 'Home')?.capabilities).toBeTruthy())
  await new Promise((resolve) => setTimeout(resolve))
  expect(model.window.getState()).toMatchObject({ dialog: { kind: 'none' }, notices: [] })
})
