// @vitest-environment happy-dom
/** Tests dialogs of the window with a real host: what they show about existing files, and the effect of each answer. */
import { chmodSync, existsSync, readFileSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { act, screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { useStore } from 'zustand'
import type { DialogState } from '../../commands/window-state.ts'
import { openMount } from '../../features/mounts/mounts-store.ts'
import { button, draw, field, shownText } from '../../testing/render.test-support.tsx'
import { openTestWindow, type TestWindowOptions } from '../../testing/window.test-support.tsx'
import type { WindowModel } from '../compose.ts'
import { Dialogs } from './dialogs.tsx'

function OpenDialog({ model }: { readonly model: WindowModel }) {
  const dialog = useStore(model.window, (state) => state.dialog)
  return dialog.kind === 'none' ? null : <Dialogs model={model} dialog={dialog} returnFocus={() => null} />
}

async function open(dialog: DialogState, options: TestWindowOptions = {}) {
  const opened = await openTestWindow(options)
  const { model } = opened
  for (const mount of ['Home', 'Shelf']) await openMount(model.mounts, mount)
  model.window.setState({ dialog })
  const user = draw(<OpenDialog model={model} />)
  await screen.findByRole('dialog')
  return { ...opened, user }
}

const home = (path: string) => ({ mount: 'Home', path })
const isClosed = () => waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
const copy = (paths: readonly string[], into: string, more = {}): DialogState => ({
  kind: 'transfer',
  move: false,
  sources: paths.map((path) => ({ location: home(path), kind: 'file' })),
  into: home(into),
  ...more,
})
const submitOf = () => screen.getByRole<HTMLButtonElement>('button', { name: /^(Copy|Move)/ })

const twoFolders = { 'a/one.txt': 'same', 'a/two.txt': 'longer than before', 'b/one.txt': 'same', 'b/two.txt': 'short' }

test('counts what a copy skips and copies, and shows the same count on the button', async () => {
  const { user, client } = await open(copy(['a/one.txt', 'a/two.txt'], 'b'), { files: twoFolders })
  expect(screen.getByRole('heading').textContent).toBe('Copy 2 items to Home › b')
  expect(submitOf().textContent).toBe('Copy 2 items')
  await waitFor(() => expect(document.activeElement === submitOf()).toBe(true))
  await screen.findByText(/1 file already exists: you will be asked/)
  expect(shownText()).toContain('1 is identical')
  expect(submitOf().textContent).toBe('Copy 1 item')
  await user.selectOptions(field('If another file has the same name'), 'Fail')
  await screen.findByText(/1 file already exists and will fail/)
  await user.click(button('Cancel'))
  await isClosed()
  expect((await client.transfers.history({ limit: 10 })).transfers).toEqual([])
})

test('starts the copy with the chosen policy and remembers the choice', async () => {
  const { user, model, home: folder } = await open(copy(['a/two.txt'], 'b'), { files: twoFolders })
  expect(screen.getByRole('heading').textContent).toBe('Copy two.txt to Home › b')
  await user.selectOptions(field('If another file has the same name'), 'Keep both')
  await user.click(submitOf())
  await isClosed()
  await waitFor(() => expect(existsSync(join(folder, 'b/two (2).txt'))).toBe(true))
  expect(readFileSync(join(folder, 'b/two.txt'), 'utf8')).toBe('short')
  expect(model.window.getState().copyChoice).toMatchObject({ conflictElsewhere: 'keep-both' })
})

test('marks the field of a filter rule that is missing or invalid', async () => {
  const { user, model } = await open(copy(['a/two.txt'], 'b'), { files: twoFolders })
  await user.click(screen.getByRole('radio', { name: /Rule/ }))
  const rule = field('Skip a file if')
  await user.click(submitOf())
  expect(screen.getByText('Enter a rule, or choose another way to skip.')).toBeTruthy()
  expect(document.activeElement === rule).toBe(true)
  await user.type(rule, 'src.size >')
  await waitFor(() => expect(rule.getAttribute('aria-invalid')).toBe('true'))
  await waitFor(() => expect(screen.queryByText('Enter a rule, or choose another way to skip.')).toBeNull())
  await user.click(submitOf())
  expect(model.window.getState().dialog.kind).toBe('transfer')
  await user.type(rule, ' dst.size')
  await screen.findByText(/skipped/)
  expect(rule.getAttribute('aria-invalid')).not.toBe('true')
})

test('Alt asks about conflicts once and keeps the remembered choice', async () => {
  const { user, model, home: folder } = await open({ kind: 'shortcuts' }, { files: twoFolders })
  const copyChoice = { ...model.window.getState().copyChoice, conflictElsewhere: 'keep-both' } as const
  model.window.setState({ copyChoice, dialog: copy(['a/two.txt'], 'b', { isAsking: true }) })
  await screen.findByRole('heading', { name: 'Copy two.txt to Home › b' })
  expect(field('If another file has the same name').value).toBe('ask')
  await user.click(submitOf())
  await isClosed()
  await waitFor(() => expect(model.transfers.view.getState().asking.size).toBe(1))
  expect(existsSync(join(folder, 'b/two (2).txt'))).toBe(false)
  expect(model.window.getState().copyChoice).toEqual(copyChoice)
})

test('“Move instead” changes the texts of the dialog and moves the file', async () => {
  const { user, home: folder } = await open(copy(['a/one.txt'], 'c'), { files: { ...twoFolders, 'c/': '' } })
  await user.click(screen.getByRole('checkbox', { name: 'Move instead' }))
  expect(screen.getByRole('heading').textContent).toBe('Move one.txt to Home › c')
  await screen.findByText(/1 item will be moved/)
  await user.click(button('Move 1 item'))
  await waitFor(() => expect(existsSync(join(folder, 'c/one.txt'))).toBe(true))
  await waitFor(() => expect(existsSync(join(folder, 'a/one.txt'))).toBe(false))
})

test('offers a second copy in the same folder, and refuses to move a folder into itself', async () => {
  const { model } = await open(copy(['a/one.txt'], 'a'), { files: twoFolders })
  expect(shownText()).toContain('A second copy is made beside the first')
  model.window.setState({
    dialog: { kind: 'transfer', move: true, sources: [{ location: home('a') }], into: home('a/b') },
  })
  await screen.findByText(/A folder can’t be moved into itself/)
})

test('shows the questions of a copy one at a time and closes after the last answer', async () => {
  const {
    user,
    model,
    client,
    home: folder,
  } = await open({ kind: 'shortcuts' }, { files: { ...twoFolders, 'a/one.txt': 'other' } })
  const policy = { skip: 'hash', onConflict: 'ask' } as const
  await client.transfers.start({
    verb: 'copy',
    sources: ['a/one.txt', 'a/two.txt'].map((path) => ({ location: home(path) })),
    into: home('b'),
    policy,
  })
  const waiting = () => [...model.transfers.state.getState().byId.values()].find(({ counts }) => counts.asking === 2)
  await waitFor(() => expect(waiting()).toBeDefined())
  await waitFor(() => expect(model.transfers.view.getState().asking.size).toBe(1))
  model.window.setState({ dialog: { kind: 'conflict', id: waiting()?.id ?? 0 } })
  await screen.findByRole('heading', { name: 'one.txt' })
  expect(shownText()).toContain('2 files are waiting for an answer.')
  await user.click(button('Replace it'))
  await screen.findByRole('heading', { name: 'two.txt' })
  await screen.findByText('No other file is waiting.')
  await user.click(button('Skip it'))
  await isClosed()
  await waitFor(() => expect(readFileSync(join(folder, 'b/one.txt'), 'utf8')).toBe('other'))
  expect(readFileSync(join(folder, 'b/two.txt'), 'utf8')).toBe('short')
})

test('a setting takes effect at once and is written to the file; search covers all groups', async () => {
  const { user, model, client } = await open({ kind: 'settings' })
  await waitFor(() => expect(document.activeElement === field('Search settings')).toBe(true))
  await user.type(field('Search settings'), 'hidden')
  await user.click(await screen.findByRole('switch', { name: /Show hidden files/ }))
  expect(model.preferences.getState().showHidden).toBe(true)
  await waitFor(async () => expect((await client.settings.get({})).values).toMatchObject({ showHidden: true }))
  await user.clear(field('Search settings'))
  await user.type(field('Search settings'), 'zebra')
  expect(screen.getByText('No setting matches “zebra”.')).toBeTruthy()
  await user.click(screen.getByRole('tab', { name: 'Files' }))
  expect(field('Search settings').value).toBe('')
  expect(screen.getByRole<HTMLInputElement>('switch', { name: /Show hidden files/ }).checked).toBe(true)
})

test('keys are set by pressing them, and those of another command only after a confirmation', async () => {
  const { user, model } = await open({ kind: 'settings' })
  await user.type(field('Search settings'), 'Refresh')
  const change = () => screen.getByRole('button', { name: 'Change the keys of Refresh' })
  await user.click(change())
  const capture = () => within(screen.getByRole('group', { name: 'Change the keys of Refresh' }))
  await user.keyboard('{F7}')
  expect(shownText()).toContain('F7 belongs to “New folder…”. You can take it over.')
  await user.click(capture().getByRole('button', { name: 'Cancel' }))
  expect(model.preferences.getState().keys).toEqual({})
  expect(document.activeElement === change()).toBe(true)
  await user.click(change())
  await user.keyboard('{F7}')
  await user.click(capture().getByRole('button', { name: 'Take over' }))
  expect(model.preferences.getState().keys).toMatchObject({ 'view.refresh': ['F7'] })
  await user.click(button('Reset the keys of Refresh'))
  await waitFor(() => expect(model.preferences.getState().keys).toEqual({ 'file.new-folder': [] }))
  await user.clear(field('Search settings'))
  await user.click(screen.getByRole('tab', { name: 'Keys' }))
  model.preferences.change({ keys: { 'view.refresh': ['F7'], 'file.new-folder': [] } })
  await user.click(await screen.findByRole('button', { name: 'Reset the keys of New folder…' }))
  await waitFor(() => expect(model.preferences.getState().keys).toEqual({ 'view.refresh': [] }))
  expect(shownText()).toContain('“Refresh” no longer has F7.')
  await user.click(button('Reset all keys'))
  await waitFor(() => expect(model.preferences.getState().keys).toEqual({}))
})

test('refuses a key that moves the cursor or searches names, with the reason', async () => {
  const { user } = await open({ kind: 'settings' })
  await user.type(field('Search settings'), 'Refresh')
  await user.click(screen.getByRole('button', { name: 'Change the keys of Refresh' }))
  await user.keyboard('x')
  expect(shownText()).toContain('X searches names in the list of files')
  await user.keyboard('{ArrowDown}')
  expect(shownText()).toContain('moves the cursor in the list of files')
  expect(screen.queryByRole('button', { name: 'Use these keys' })).toBeNull()
})

test('a link to a local file is created, shown once, and can be revoked from the list', async () => {
  const { user, model } = await open(
    { kind: 'share', items: [{ location: home('a/one.txt'), isFolder: false }] },
    { files: twoFolders },
  )
  expect(screen.getByRole('heading').textContent).toBe('Share one.txt')
  await user.click(screen.getByRole('radio', { name: '1 hour' }))
  await user.click(button('Create link'))
  const link = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Link' })
  expect(link.value).toMatch(/^https?:/)
  expect(shownText()).toContain('Anyone with the link has access. The link is not shown again.')
  await waitFor(() => expect(document.activeElement === button('Copy')).toBe(true))
  await user.click(button('All links…'))
  await user.click(await screen.findByRole('button', { name: 'Revoke the link to Home:a/one.txt' }))
  await screen.findByText('revoked')
  expect(screen.queryByRole('button', { name: /^Revoke/ })).toBeNull()
  expect(model.window.getState().dialog.kind).toBe('links')
})

test('reports an invalid option of a link before it creates anything', async () => {
  const { user } = await open(
    { kind: 'share', items: [{ location: home('a'), isFolder: true }] },
    { files: twoFolders },
  )
  await user.click(screen.getByText('More options'))
  await user.type(field('Maximum downloads'), 'many')
  await user.click(button('Create link'))
  expect((await screen.findByRole('alert')).textContent).toContain('Enter a whole number')
  expect(screen.queryByRole('textbox', { name: 'Link' })).toBeNull()
  await user.click(screen.getByRole('radio', { name: 'Upload here' }))
  expect(screen.queryByRole('alert')).toBeNull()
  expect(shownText()).toContain('Others can send files to this folder.')
})

test('reports that a mount cannot create links, and disables the button', async () => {
  await open(
    { kind: 'share', items: [{ location: { mount: 'Mem', path: 'x' }, isFolder: false }] },
    { mounts: 'mounts:\n  - name: Mem\n    type: memory\n' },
  )
  expect(shownText()).toContain('This mount can’t make a link to “x”.')
  expect(screen.queryByRole('button', { name: 'Create link' })).toBeNull()
})

test('the list of links reports that it is empty', async () => {
  await open({ kind: 'links' })
  expect(await screen.findByText('There are no links yet.')).toBeTruthy()
})

test('checks the name of a new zip at its field and starts a transfer', async () => {
  const dialog = { kind: 'compress', sources: [home('a')], places: [home(''), home('b')] } as const
  const { user, client, home: folder } = await open(dialog, { files: { ...twoFolders, 'a.zip': 'mine' } })
  const name = field('Name of the zip')
  expect(name.value).toBe('a.zip')
  await user.click(button('Compress'))
  expect(await screen.findByText('This name already exists.')).toBeTruthy()
  await user.selectOptions(field('Where'), 'Home:b')
  await user.clear(name)
  await user.click(button('Compress'))
  expect(screen.getByText('Enter a name.')).toBeTruthy()
  await user.type(name, 'packed')
  await user.click(screen.getByRole('checkbox', { name: 'Skip items that can’t be compressed' }))
  await user.click(button('Compress'))
  await isClosed()
  await waitFor(() => expect(existsSync(join(folder, 'b/packed.zip'))).toBe(true))
  await waitFor(async () =>
    expect((await client.transfers.history({ limit: 10 })).transfers).toMatchObject([{ verb: 'compress' }]),
  )
  expect(readFileSync(join(folder, 'a.zip'), 'utf8')).toBe('mine')
})

test('permissions are set by number or by checkboxes, and an invalid number is refused', async () => {
  const { user, model, home: folder } = await open({ kind: 'settings' }, { files: twoFolders })
  chmodSync(join(folder, 'a/one.txt'), 0o644)
  act(() =>
    model.window.setState({ dialog: { kind: 'permissions', items: [{ location: home('a/one.txt'), kind: 'file' }] } }),
  )
  const number = await screen.findByLabelText<HTMLInputElement>('As a number')
  expect(number.value).toBe('644')
  await user.clear(number)
  await user.type(number, '9')
  expect(await screen.findByText('Enter three or four digits from 0 to 7, for example 644.')).toBeTruthy()
  await user.clear(number)
  await user.type(number, '600')
  await user.click(screen.getByRole('checkbox', { name: 'Owner: Run' }))
  expect(number.value).toBe('700')
  await user.click(button('Apply'))
  await waitFor(() => expect((statSync(join(folder, 'a/one.txt')).mode & 0o777).toString(8)).toBe('700'))
})

test('detects the kind of a pasted checksum and shows which file matches it', async () => {
  const { user } = await open(
    { kind: 'checksums', locations: [home('a/one.txt')], saveIn: home('a') },
    { files: twoFolders },
  )
  await user.click(button('Compute'))
  await within(await screen.findByRole('list', { name: 'Results' })).findByText(/one\.txt/)
  const compare = field('Compare with')
  await user.type(compare, 'abc')
  expect(screen.getByText('This is not a known checksum.')).toBeTruthy()
  await user.clear(compare)
  await user.type(compare, '51037a4a37730f52c8732586d3aaa316')
  expect(await screen.findByText(/Same: one\.txt/)).toBeTruthy()
  expect(shownText()).toContain('This is MD5.')
  await user.clear(compare)
  await user.type(compare, '00000000000000000000000000000000')
  expect(await screen.findByText(/Different: one\.txt has a different checksum\./)).toBeTruthy()
})

test('verifies a checksum file: same, different and missing files', async () => {
  const md5OfSame = '51037a4a37730f52c8732586d3aaa316'
  const sums = `${md5OfSame}  one.txt\n${md5OfSame}  two.txt\n${md5OfSame}  gone.txt\n`
  const { user } = await open(
    { kind: 'verify-checksums', file: home('a/MD5SUMS') },
    { files: { ...twoFolders, 'a/MD5SUMS': sums } },
  )
  await user.click(button('Verify'))
  expect(await screen.findByText(/1 the same · 1 different · 1 missing · 0 not read/)).toBeTruthy()
})

test('the history finds a transfer, reports no match, and confirms before it forgets everything', async () => {
  const { user, client, model } = await open(copy(['a/two.txt'], 'b'), { files: twoFolders })
  await user.selectOptions(field('If another file has the same name'), 'Keep both')
  await user.click(submitOf())
  await waitFor(async () => expect((await client.transfers.history({ limit: 10 })).transfers).toHaveLength(1))
  act(() => model.window.setState({ dialog: { kind: 'history' } }))
  await screen.findByRole('group', { name: 'Copy 1 item to Home:b' })
  await user.type(screen.getByRole('searchbox'), 'zebra')
  await screen.findByText(/zebra/)
  expect(screen.queryByRole('group', { name: 'Copy 1 item to Home:b' })).toBeNull()
  await user.clear(screen.getByRole('searchbox'))
  await screen.findByRole('group', { name: 'Copy 1 item to Home:b' })
  await user.click(button('Forget all'))
  expect(document.activeElement?.textContent).toBe('Cancel')
  await user.click(button('Cancel'))
  expect((await client.transfers.history({ limit: 10 })).transfers).toHaveLength(1)
  await user.click(button('Forget all'))
  await user.click(button('Forget all'))
  await waitFor(async () => expect((await client.transfers.history({ limit: 10 })).transfers).toEqual([]))
})

test('the activity finds a call by its words and reports no match', async () => {
  const { user, client, model } = await open({ kind: 'settings' }, { files: twoFolders })
  await client.listing.stat({ location: home('nowhere') }).catch(() => {})
  act(() => model.window.setState({ dialog: { kind: 'activity' } }))
  await screen.findByRole('row', { name: /nowhere/ })
  await user.type(field('Filter'), 'zebra')
  await waitFor(() => expect(screen.queryByRole('row', { name: /nowhere/ })).toBeNull())
  expect(shownText()).toContain('zebra')
  await user.clear(field('Filter'))
  await user.type(field('Filter'), 'stat nowhere')
  await screen.findByRole('row', { name: /nowhere/ })
})

test('refuses to edit a file that is too large, and shows its size', async () => {
  const { model, home: folder } = await open({ kind: 'settings' }, { files: twoFolders })
  truncateSync(join(folder, 'a/one.txt'), 50_000_000)
  act(() => model.window.setState({ dialog: { kind: 'edit', location: home('a/one.txt') } }))
  expect(await screen.findByText(/^“one\.txt” has 50 MB\. The editor opens files up to/)).toBeTruthy()
})
