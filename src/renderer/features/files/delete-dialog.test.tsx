// @vitest-environment happy-dom
import { screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import type { Capabilities } from '../../../contract/capabilities.ts'
import { plainCapabilities } from '../../../contract/derived-capabilities.ts'
import { button, draw, frame, shownText } from '../../testing/render.test-support.tsx'
import { DeleteDialog, type DeleteDialogProps } from './delete-dialog.tsx'

const plain: Capabilities = {
  ...plainCapabilities,
  facets: [],
  entryFacts: [],
  keepsEmptyFolders: true,
  modifiedTime: { canSet: true, precisionMs: 1 },
  caseSensitive: true,
  distinguishesUnicodeForms: true,
  limits: {},
}

function ask(more: Partial<DeleteDialogProps>) {
  const box = frame()
  const onDelete = vi.fn<() => void>()
  const user = draw(
    <DeleteDialog
      {...box}
      names={['a.txt']}
      mount="reports"
      capabilities={plain}
      to="nowhere"
      onDelete={onDelete}
      {...more}
    />,
  )
  return { user, onDelete, box }
}

test('focuses Cancel if the deletion cannot be undone', async () => {
  const { user, onDelete, box } = ask({})
  expect(screen.getByRole('heading').textContent).toBe('Delete 1 item permanently?')
  await vi.waitFor(() => expect(document.activeElement).toBe(button('Cancel')))
  await user.keyboard('{Enter}')
  expect(onDelete).not.toHaveBeenCalled()
  expect(box.onClose).toHaveBeenCalledOnce()
})

test('focuses Delete if the items go to the trash of this computer', async () => {
  const { user, onDelete } = ask({
    to: 'trash',
    capabilities: { ...plain, facets: ['trash', 'localPath'] },
    names: ['a', 'b'],
  })
  expect(screen.getByRole('heading').textContent).toBe('Move 2 items to the trash?')
  expect(shownText()).toContain('You can restore deleted items from the trash of this computer')
  await vi.waitFor(() => expect(document.activeElement).toBe(button('Move to trash')))
  await user.keyboard('{Enter}')
  expect(onDelete).toHaveBeenCalledOnce()
})

test('warns of permanent deletion while the capabilities of the mount are unknown', () => {
  ask({ capabilities: undefined })
  expect(button('Delete permanently')).toBeTruthy()
})

test('shows the reason of the host why a mount has no trash', () => {
  ask({ capabilities: { ...plain, withheld: { trash: 'This server has no trash.' } } })
  expect(screen.getByText('This server has no trash.')).toBeTruthy()
})

test('names the first six items and counts the others', () => {
  ask({ names: Array.from({ length: 1206 }, (_, at) => `file ${at}`) })
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    'file 0',
    'file 1',
    'file 2',
    'file 3',
    'file 4',
    'file 5',
    'and 1,200 more',
  ])
})

test('Escape deletes nothing', async () => {
  const { user, onDelete, box } = ask({})
  await vi.waitFor(() => expect(document.activeElement).toBe(button('Cancel')))
  await user.keyboard('{Escape}')
  expect(box.onClose).toHaveBeenCalledOnce()
  expect(onDelete).not.toHaveBeenCalled()
})
