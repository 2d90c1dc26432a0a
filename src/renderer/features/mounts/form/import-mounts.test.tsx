// @vitest-environment happy-dom
/** Tests the import of mounts with recorded drafts: the offered mounts, and the result for each. */
import { screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import type { MountDraft } from '../../../../contract/api/mounts.ts'
import type { Contract } from '../../../../contract/contract.ts'
import { StorageError } from '../../../../contract/failure.ts'
import type { Client } from '../../../../rpc/client.ts'
import { button, draw, shownText } from '../../../testing/render.test-support.tsx'
import { createMounts } from '../mounts-store.ts'
import { ImportMounts } from './import-mounts.tsx'

const draft = (name: string, more: Partial<MountDraft> = {}): MountDraft => ({
  draft: `draft of ${name}`,
  source: '~/.ssh/config',
  config: { name, type: 'sftp' },
  secrets: [],
  ...more,
})

function open(drafts: readonly MountDraft[], problems: readonly { source: string; message: string }[] = []) {
  const added: (string | undefined)[] = []
  async function add(given: { readonly draft?: string }) {
    if (given.draft === 'draft of taken')
      throw new StorageError({ kind: 'exists', message: 'A mount has this name already.', operation: 'mounts.add' })
    added.push(given.draft)
  }
  const importable = async () => ({ drafts: [...drafts], problems: [...problems] })
  const client = { mounts: { add, importable } } as unknown as Client<Contract>
  const onClose = vi.fn<() => void>()
  const user = draw(<ImportMounts mounts={createMounts(() => client)} onBack={() => {}} onClose={onClose} />)
  return { user, added, onClose }
}

test('adds only the chosen mounts and shows the result of each', async () => {
  const { user, added } = open([draft('nas'), draft('taken'), draft('attic')])
  await screen.findByRole('checkbox', { name: /nas/ })
  expect(button('Add 0 mounts').disabled).toBe(true)
  await user.click(screen.getByRole('checkbox', { name: /nas/ }))
  await user.click(screen.getByRole('checkbox', { name: /taken/ }))
  await user.click(button('Add 2 mounts'))
  await screen.findByText('added')
  await screen.findByText(/A mount has this name already/)
  expect(added).toEqual(['draft of nas'])
  expect(screen.getByRole<HTMLInputElement>('checkbox', { name: /nas/ }).disabled).toBe(true)
  expect(screen.getByRole<HTMLInputElement>('checkbox', { name: /taken/ }).disabled).toBe(false)
  expect(button('Close')).toBeTruthy()
})

test('shows what a draft lacks, and which file cannot be read', async () => {
  open([draft('nas', { problem: 'The user is missing.' })], [{ source: '~/.aws/config', message: 'It can’t be read.' }])
  await screen.findByText(/The user is missing\./)
  expect(shownText()).toContain('~/.aws/config: It can’t be read.')
})

test('reports that nothing can be imported', async () => {
  open([])
  expect(await screen.findByText(/Nothing to import/)).toBeTruthy()
})
