// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, expect, test, vi } from 'vitest'
import { button, draw, field, frame, giveHeight } from '../../testing/render.test-support.tsx'
import { WorkerInThread } from '../../testing/workers.test-support.ts'
import { MultiRenameDialog, type MultiRenameDialogProps } from './multi-rename-dialog.tsx'
import type { NamesTask } from './names-message.ts'

beforeEach(() => {
  vi.stubGlobal('Worker', WorkerInThread)
  giveHeight()
})

const task: NamesTask = {
  items: ['IMG_1.jpg', 'IMG_2.jpg', 'note.txt'].map((name) => ({
    name,
    folder: 'trip',
    parent: 'trip',
    isFolder: false,
  })),
  staying: [{ folder: 'trip', from: 'taken.jpg' }],
  limits: { isLoose: false, isWindows: false },
}

function open(more: Partial<MultiRenameDialogProps> = {}) {
  const box = frame()
  const onRename = vi.fn<MultiRenameDialogProps['onRename']>()
  const user = draw(<MultiRenameDialog {...box} task={task} copies={false} onRename={onRename} {...more} />)
  return { user, onRename, box }
}

const submit = () => screen.getByRole<HTMLButtonElement>('button', { name: /^Rename \d/ })
const rows = () =>
  within(screen.getByRole('grid', { name: 'Preview' }))
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole('gridcell')
        .map(({ textContent }) => textContent),
    )

test('shows the old and new name of each file and renames only those that change', async () => {
  const { user, onRename, box } = open()
  await user.type(field('Find'), 'IMG_')
  await user.type(field('Replace with'), 'rome-')
  await screen.findByText('2 names change')
  expect(rows()).toEqual([
    ['IMG_1.jpg', 'rome-1.jpg'],
    ['IMG_2.jpg', 'rome-2.jpg'],
    ['note.txt', 'note.txt'],
  ])
  await user.click(submit())
  expect(onRename).toHaveBeenCalledExactlyOnceWith([
    { at: 0, to: 'rome-1.jpg' },
    { at: 1, to: 'rome-2.jpg' },
  ])
  expect(box.onClose).toHaveBeenCalledOnce()
})

test('disables renaming while no name changes', async () => {
  open()
  await screen.findByText('No name changes.')
  expect(submit().disabled).toBe(true)
})

test('counts conflicting names, can show only these, and renames nothing, even on Enter', async () => {
  const { user, onRename } = open()
  await user.type(field('Find'), '1')
  await user.type(field('Replace with'), '2')
  await screen.findByText(/^1 of 3 new names can’t be used/)
  await user.click(button('Show only these'))
  expect(rows()).toEqual([['IMG_1.jpg', 'taken: IMG_2.jpg']])
  expect(submit().disabled).toBe(true)
  await user.type(field('Find'), '{Enter}')
  expect(onRename).not.toHaveBeenCalled()
})

test('reports a conflict with another file of the folder', async () => {
  const { user } = open()
  await user.type(field('Find'), 'IMG_1')
  await user.type(field('Replace with'), 'taken')
  await screen.findByText(/^1 of 3 new names/)
  expect(rows()[0]).toEqual(['IMG_1.jpg', 'taken: taken.jpg'])
})

test('reports an invalid regular expression at its field and keeps the last preview', async () => {
  const { user } = open()
  await user.type(field('Find'), 'IMG')
  await user.type(field('Replace with'), 'P')
  await screen.findByText('2 names change')
  await user.click(screen.getByRole('checkbox', { name: 'Regular expression' }))
  await user.type(field('Find'), '(')
  await waitFor(() => expect(field('Find').getAttribute('aria-invalid')).toBe('true'))
  expect(screen.getByText(/^This is not a regular expression/)).toBeTruthy()
  expect(rows()[0]).toEqual(['IMG_1.jpg', 'P_1.jpg'])
  expect(submit().disabled).toBe(true)
})

test('reports that a mount without rename copies and deletes files', async () => {
  open({ copies: true })
  expect(await screen.findByText(/^This mount can’t rename/)).toBeTruthy()
})
