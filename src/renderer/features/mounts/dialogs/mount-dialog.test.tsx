// @vitest-environment happy-dom
/** Tests the form of a mount with a real host: which fields it shows, what it saves, and the resulting mounts file. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { screen, waitFor, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import type { MountInfo } from '../../../../contract/api/mounts.ts'
import { button, draw, field, frame, shownText } from '../../../testing/render.test-support.tsx'
import { openTestWindow, type TestWindowOptions } from '../../../testing/window.test-support.tsx'
import { MountDialog } from './mount-dialog.tsx'

async function open(name?: string, options: TestWindowOptions = {}) {
  const opened = await openTestWindow(options)
  const box = frame()
  const onDone = vi.fn<(mount: MountInfo) => void>()
  const user = draw(
    <MountDialog {...box} mounts={opened.model.mounts} {...(name !== undefined && { name })} onDone={onDone} />,
  )
  await screen.findByLabelText('Name')
  const file = () => readFileSync(join(opened.home, '..', 'config', 'mounts.yaml'), 'utf8')
  return { ...opened, user, box, onDone, file }
}

const choose = (user: Awaited<ReturnType<typeof open>>['user'], kind: string) =>
  user.click(screen.getByRole('radio', { name: kind }))
const typePaste = (user: Awaited<ReturnType<typeof open>>['user'], text: string) =>
  user.type(field('Paste anything'), `${text.replaceAll('[', '[[').replaceAll('{', '{{')}{Enter}`)

test('the dialog for a new mount focuses the box for pasting', async () => {
  await open()
  await waitFor(() => expect(document.activeElement === field('Paste anything')).toBe(true))
})

test('names and marks one missing field at a time, and adds nothing before all are filled', async () => {
  const { user, client, onDone, home, file } = await open()
  await choose(user, 'Folder of this computer')
  await user.click(button('Add mount'))
  expect(screen.getByRole('alert').textContent).toBe('“Name” is missing.')
  expect(field('Name').getAttribute('aria-invalid')).toBe('true')
  await user.type(field('Name'), 'photos')
  expect(screen.queryByRole('alert')).toBeNull()
  await user.click(button('Add mount'))
  expect(screen.getByRole('alert').textContent).toBe('“Folder” is missing.')
  expect((await client.mounts.list({})).mounts.map(({ name }) => name)).toEqual(['Home', 'Shelf'])
  await user.type(field('Folder'), home)
  await user.click(button('Add mount'))
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce())
  expect(onDone.mock.calls[0]?.[0].name).toBe('photos')
  expect(file()).toContain('name: photos')
})

test('refuses an existing name and keeps what was typed', async () => {
  const { user, onDone, home } = await open()
  await choose(user, 'Folder of this computer')
  await user.type(field('Name'), 'Home')
  await user.type(field('Folder'), home)
  await user.click(button('Add mount'))
  expect((await screen.findByRole('alert')).textContent).toContain('Home')
  expect(field('Folder').value).toBe(home)
  expect(onDone).not.toHaveBeenCalled()
})

test('the test fails for a missing folder, which can then only be added with “Add anyway”', async () => {
  const { user } = await open()
  await choose(user, 'Folder of this computer')
  await user.type(field('Folder'), '/not/there')
  await user.click(button('Test'))
  await screen.findByRole('button', { name: 'Test again' })
  expect(button('Add anyway')).toBeTruthy()
  await user.type(field('Folder'), '/x')
  expect(button('Add mount')).toBeTruthy()
  expect(screen.queryByRole('group', { name: 'Test' })).toBeNull()
})

test('the test passes step by step for an existing folder', async () => {
  const { user, home } = await open()
  await choose(user, 'Folder of this computer')
  await user.type(field('Folder'), home)
  await user.click(button('Test'))
  await screen.findByRole('button', { name: 'Test again' })
  const steps = within(screen.getByRole('group', { name: 'Test' }))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent)
  expect(steps).toContain('List: works')
  expect(steps).toContain('Write: works')
  expect(button('Add mount')).toBeTruthy()
})

test('a pasted secret is kept, not shown, and removed from the box at once', async () => {
  const { user, file } = await open()
  await typePaste(user, 'sftp://ann:s3cret-word@files.example.org:2222/data')
  await screen.findByText(/^Recognised:.*Its secret is kept, not shown\.$/)
  expect(field('Paste anything').value).toBe('')
  expect(document.body.innerHTML).not.toContain('s3cret-word')
  expect([...document.querySelectorAll('input')].map(({ value }) => value)).not.toContain('s3cret-word')
  expect(field('Password').placeholder).toBe('kept, not shown')
  expect([...document.querySelectorAll('input')].map(({ value }) => value)).toContain('files.example.org')
  expect(() => file()).toThrow()
})

test('pasting a text keeps a name that was typed before', async () => {
  const { user } = await open()
  await user.type(field('Name'), 'work')
  await typePaste(user, 'sftp://ann@files.example.org/data')
  await screen.findByText(/^Recognised:/)
  expect(field('Name').value).toBe('work')
})

test('reports a pasted text that is not recognised, and keeps it in the box', async () => {
  const { user } = await open()
  await typePaste(user, 'a letter to my aunt')
  expect(await screen.findByText('This is not recognised. Fill in the fields below instead.')).toBeTruthy()
  expect(field('Paste anything').value).toBe('a letter to my aunt')
  await user.clear(field('Paste anything'))
  await waitFor(() => expect(shownText()).not.toContain('This is not recognised'))
})

const withReference = [
  'mounts:',
  '  - name: files',
  '    type: sftp',
  '    host: files.example.org',
  '    user: ${FILES_USER}',
  '    password: ${FILES_PASSWORD}',
  '',
].join('\n')

const ofFiles: TestWindowOptions = {
  mounts: withReference,
  deps: { env: { FILES_USER: 'ann', FILES_PASSWORD: 'word' } },
}

test('shows references to environment variables and keeps them in the file when other fields change', async () => {
  const { user, onDone, file } = await open('files', ofFiles)
  expect(field('User').value).toBe('${FILES_USER}')
  expect(field('Password').value).toBe('')
  expect(field('Password').placeholder).toBe('${FILES_PASSWORD} – type to replace')
  await user.clear(field('Server'))
  await user.type(field('Server'), 'other.example.org')
  await user.click(button('Save'))
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce())
  expect(file()).toContain('host: other.example.org')
  expect(file()).toContain('password: ${FILES_PASSWORD}')
  expect(file()).toContain('user: ${FILES_USER}')
})

test('asks where to keep a typed secret, and writes no session secret to a file', async () => {
  const { user, onDone, file } = await open('files', ofFiles)
  await user.type(field('Password'), 'another-word')
  await user.click(await screen.findByRole('radio', { name: /^This session only/ }))
  await user.click(button('Save'))
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce())
  expect(file()).not.toContain('another-word')
  expect(file()).not.toContain('FILES_PASSWORD')
  expect(field('Password').value).toBe('')
})

test('Cancel changes nothing', async () => {
  const { user, box, file } = await open('files', ofFiles)
  await user.type(field('Server'), 'x')
  await user.click(button('Cancel'))
  expect(box.onClose).toHaveBeenCalledOnce()
  expect(file()).toBe(withReference)
})

test('accepts a quota with a unit and refuses an invalid one', async () => {
  const { user, onDone, home, file, client } = await open()
  await choose(user, 'Folder of this computer')
  await user.type(field('Name'), 'photos')
  await user.type(field('Folder'), home)
  await user.type(field('Maximum size'), 'much')
  await user.click(button('Add mount'))
  expect(screen.getByRole('alert').textContent).toContain('such as 500 GB')
  expect(field('Maximum size').getAttribute('aria-invalid')).toBe('true')
  await user.clear(field('Maximum size'))
  await user.type(field('Maximum size'), '1.5 gb')
  await user.type(field('Maximum number of files'), '20')
  await user.click(button('Add mount'))
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce())
  expect(file()).toMatch(/quota:\s+bytes: 1500000000\s+files: 20/)
  expect((await client.mounts.describe({ name: 'photos' })).config['quota']).toEqual({ bytes: 1.5e9, files: 20 })
})
