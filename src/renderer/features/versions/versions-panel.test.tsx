// @vitest-environment happy-dom
/** Tests the timeline with recorded versions: the actions of each, and what a read-only mount leaves out. */
import { screen, waitFor, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import type { Contract } from '../../../contract/contract.ts'
import type { Version } from '../../../contract/facets.ts'
import { StorageError } from '../../../contract/failure.ts'
import type { Client } from '../../../rpc/client.ts'
import { button, draw, shownText } from '../../testing/render.test-support.tsx'
import type { VersionActions } from './version-event.tsx'
import { VersionsPanel } from './versions-panel.tsx'

const dayMs = 24 * 3600_000
const atMs = Date.UTC(2026, 10, 11, 12)
const state = (id: string, ageDays: number, sizeBytes: number, more: Partial<Version> = {}): Version => ({
  id,
  kind: 'version',
  isCurrent: false,
  modifiedMs: atMs - ageDays * dayMs,
  sizeBytes,
  ...more,
})
const deletion = (id: string, ageDays: number): Version => ({
  id,
  kind: 'deleted',
  isCurrent: false,
  modifiedMs: atMs - ageDays * dayMs,
})
const states = [state('c', 0, 3000, { isCurrent: true }), deletion('d', 1), state('b', 2, 1000), state('a', 3, 1500)]

function open(
  pages: readonly (readonly Version[])[],
  more: { readonly canWrite?: boolean; readonly fails?: number } = {},
) {
  let failures = more.fails ?? 0
  async function* list() {
    if ((failures -= 1) >= 0)
      throw new StorageError({ kind: 'unreachable', message: 'It can’t be reached.', operation: 'versions.list' })
    yield* pages
  }
  const client = { versions: { list } } as unknown as Client<Contract>
  const actions = {
    onPreview: vi.fn<VersionActions['onPreview']>(),
    onCompare: vi.fn<VersionActions['onCompare']>(),
    onShare: vi.fn<() => void>(),
    onRestore: vi.fn<VersionActions['onRestore']>(),
    onSave: vi.fn<VersionActions['onSave']>(),
    onRemove: vi.fn<VersionActions['onRemove']>(),
  }
  const user = draw(
    <VersionsPanel
      {...actions}
      client={() => client}
      location={{ mount: 'Shelf', path: 'notes.md' }}
      stamp=""
      canWrite={more.canWrite ?? true}
      onList={() => () => {}}
    />,
  )
  return { user, actions }
}

async function events() {
  await waitFor(() => expect(screen.getByRole('list').getAttribute('aria-busy')).toBe('false'))
  return screen.getAllByRole('listitem')
}
const namesIn = (event: HTMLElement | undefined) =>
  within(event ?? document.body)
    .getAllByRole('button')
    .map((each) => each.getAttribute('aria-label') ?? each.textContent)

test('each version shows its size, the difference and its possible actions', async () => {
  open([states])
  const [current, deleted, older, oldest] = await events()
  expect(current?.textContent).toMatch(/^Current .*3 KB · \+2 KB/)
  expect(deleted?.textContent).toMatch(/^Deleted/)
  expect(older?.textContent).toContain('−500 B')
  expect(namesIn(current)).toEqual(['Preview', 'Compare', 'Share…', 'Save as…'])
  expect(namesIn(deleted)).toEqual(['Undo delete'])
  expect(namesIn(older)).toEqual(['Delete this version…', 'Restore', 'Preview', 'Compare', 'Save as…'])
  expect(namesIn(oldest)).toEqual(['Delete this version…', 'Restore', 'Preview', 'Compare', 'Save as…'])
})

test('compares an older version with a newer one, and undoes a deletion by the version before it', async () => {
  const { user, actions } = open([states])
  const [current, deleted, older] = await events()
  await user.click(within(current ?? document.body).getByRole('button', { name: 'Compare' }))
  expect(actions.onCompare.mock.lastCall?.map(({ id }) => id)).toEqual(['b', 'c'])
  await user.click(within(older ?? document.body).getByRole('button', { name: 'Compare' }))
  expect(actions.onCompare.mock.lastCall?.map(({ id }) => id)).toEqual(['b', 'c'])
  await user.click(within(deleted ?? document.body).getByRole('button', { name: 'Undo delete' }))
  expect(actions.onRestore.mock.lastCall?.[0].id).toBe('b')
  await user.click(within(older ?? document.body).getByRole('button', { name: 'Delete this version…' }))
  expect(actions.onRemove.mock.lastCall?.[0].id).toBe('b')
})

test('offers neither restore nor delete on a read-only mount', async () => {
  open([states], { canWrite: false })
  const [, deleted, older] = await events()
  expect(within(deleted ?? document.body).queryByRole('button')).toBeNull()
  expect(namesIn(older)).toEqual(['Preview', 'Compare', 'Save as…'])
})

test('reports that there are no versions, and offers a retry after a failure', async () => {
  const { user } = open([[]], { fails: 1 })
  await screen.findByText('It can’t be reached.')
  await user.click(button(/again/i))
  await screen.findByText('This file has no versions.')
  expect(shownText()).not.toContain('It can’t be reached.')
})
