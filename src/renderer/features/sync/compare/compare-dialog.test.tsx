// @vitest-environment happy-dom
/**
 * Tests the view with recorded rows: its texts, how keys and clicks change actions, and what it asks the host to start.
 */
import { screen, waitFor, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import type { Contract } from '../../../../contract/contract.ts'
import { StorageError } from '../../../../contract/failure.ts'
import type { CompareRow } from '../../../../contract/sync/compare.ts'
import type { PlanItem, PlanRow, PlanTotals, SyncGuard, SyncSettings } from '../../../../contract/sync/plan.ts'
import type { Client } from '../../../../rpc/client.ts'
import { button, draw, field, focused, frame, shownText } from '../../../testing/render.test-support.tsx'
import { fileAt, pictured, planRows } from '../rows/sync-rows.test-support.ts'
import { type ComparedPair, CompareDialog } from './compare-dialog.tsx'

const none = { added: 0, changed: 0, bytes: 0, folders: 0, moved: 0, deleted: 0 }
const totals: PlanTotals = { left: none, right: none, asks: 0, kept: 0, both: 0, same: 12_402 }

interface Recorded {
  readonly rows?: readonly PlanRow[]
  readonly guards?: readonly SyncGuard[]
  readonly isFirst?: boolean
  /** The failure that the host returns instead of rows. */
  readonly failure?: StorageError
  /** True if the comparison ends only when the test says so. */
  readonly isSlow?: boolean
  readonly same?: readonly CompareRow[]
  /** The name of a mount that is not writable. */
  readonly readOnly?: string
}

type Start = Client<Contract>['sync']['start']

function open({ rows = pictured, guards = [], isFirst = false, failure, isSlow, same = [], readOnly }: Recorded = {}) {
  const asked: SyncSettings[] = []
  let letGo = () => {}
  const isLetGo = new Promise<void>((resolve) => (letGo = resolve))
  const start = vi.fn<Start>(() => Promise.resolve({ transfer: 7 }))
  async function* plan(
    { settings }: { readonly settings: SyncSettings },
    { signal }: { readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<PlanItem> {
    asked.push(settings)
    if (failure) throw failure
    yield { kind: 'progress', path: 'below', looked: 3 }
    yield { kind: 'rows', rows: [...rows] }
    if (isSlow) await Promise.race([isLetGo, aborted(signal)])
    yield { kind: 'end', plan: `plan-${asked.length}`, totals, guards: [...guards], isFirst }
  }
  async function* compare() {
    yield { kind: 'rows' as const, rows: [...same] }
  }
  const save = vi.fn<Client<Contract>['pairs']['save']>(() => Promise.resolve({}))
  const client = { sync: { plan, start, compare }, pairs: { save } } as unknown as Client<Contract>
  const box = frame()
  const onStarted = vi.fn<(started: { readonly transfer?: number }) => void>()
  const onSaved = vi.fn<(name: string) => void>()
  const pairs: ComparedPair[] = []
  const user = draw(
    <CompareDialog
      {...box}
      client={() => client}
      left={{ mount: 'Home', path: 'Photos' }}
      right={{ mount: 'reports', path: 'photos' }}
      lookOf={({ mount, path }) => ({ label: `${mount} › ${path}`, color: 'red', isReadOnly: mount === readOnly })}
      renderPair={(pair) => {
        pairs.push(pair)
        return <p>both files</p>
      }}
      onSaved={onSaved}
      onStarted={onStarted}
    />,
  )
  return { user, box, asked, start, save, onSaved, onStarted, pairs, letGo: () => letGo() }
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)))
}

const grid = () => screen.getByRole('grid', { name: 'Compared files' })
const rowOf = (name: string) => screen.getByRole('row', { name: new RegExp(`^${name.replaceAll('.', '\\.')},`) })
const paths = () =>
  within(grid())
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.getAttribute('aria-label')?.split(',')[0])
const make = () => screen.getByRole<HTMLButtonElement>('button', { name: /^Make/ })
const ready = () => screen.findByText(/12,407 compared in/)

async function openReady(recorded?: Recorded) {
  const opened = open(recorded)
  await ready()
  await waitFor(() => expect(focused() === grid()).toBe(true))
  return opened
}

test('shows one row per name with both sides and the action, and a summary', async () => {
  await openReady()
  expect(paths()).toEqual(['harbour.jpg', 'index.md', 'old.txt', 'scan-0007.tiff', 'summary.xlsx'])
  expect(rowOf('harbour.jpg').getAttribute('aria-label')).toMatch(/Copy to the right, left: 5.2 MB.*, right: missing/)
  expect(rowOf('old.txt').getAttribute('aria-label')).toMatch(/Delete on the left, left: 88 KB.*, right: deleted/)
  expect(shownText()).toContain('2 to the right (5.2 MB), 1 to the left (9 MB), 1 to delete, 1 to decide.')
  expect(make().textContent).toBe('Make 4 changes')
  expect(screen.getAllByRole('tab').map(({ textContent }) => textContent)).toEqual([
    'Differences 5',
    'Only left 2',
    'Only right 1',
    'Same 12,402',
  ])
})

test('keys set the direction, choose the next action, delete or skip, and Ctrl+Z reverts a change', async () => {
  const { user } = await openReady()
  const says = (name: string, deed: string) =>
    expect(within(rowOf(name)).getByRole('button', { name: `${deed}: ${name}` })).toBeTruthy()
  await user.keyboard('{Delete}')
  says('harbour.jpg', 'Delete on the left')
  expect(rowOf('harbour.jpg').getAttribute('aria-label')).toMatch(/changed by you$/)
  await user.keyboard('0')
  says('harbour.jpg', 'Do nothing')
  await user.keyboard('{Control>}z{/Control}')
  says('harbour.jpg', 'Copy to the right')
  await user.keyboard('{ArrowDown}{ArrowLeft}')
  says('index.md', 'Replace on the left')
  await user.keyboard(' ')
  says('index.md', 'Keep both on each side')
  await user.keyboard('{End}{ArrowRight}')
  says('summary.xlsx', 'Replace on the right')
  expect(shownText()).toContain('2 changed by you.')
  await user.click(button('Reset all'))
  says('summary.xlsx', 'Needs a decision')
})

test('changes selected rows together, by key and by click; Escape first clears the selection', async () => {
  const { user, box } = await openReady()
  await user.keyboard('{Control>}a{/Control}0')
  expect(shownText()).toContain('Nothing to do.')
  expect(make().disabled).toBe(true)
  await user.click(within(rowOf('index.md')).getByRole('button', { name: 'Do nothing: index.md' }))
  expect(shownText()).toContain('4 to the right')
  await user.keyboard('{Escape}')
  expect(box.onClose).not.toHaveBeenCalled()
  await user.keyboard('{Home}{Shift>}{ArrowDown}{/Shift}{Delete}')
  expect(rowOf('harbour.jpg').getAttribute('aria-selected')).toBe('true')
  await user.keyboard('{Escape}{Escape}')
  expect(box.onClose).toHaveBeenCalledOnce()
})

test('starts the plan with the changed rows and closes the view', async () => {
  const { user, box, start, onStarted } = await openReady()
  await user.keyboard('0')
  await user.click(make())
  await waitFor(() => expect(onStarted).toHaveBeenCalledWith({ transfer: 7 }))
  expect(start).toHaveBeenCalledExactlyOnceWith({ plan: 'plan-1', turned: [{ number: 1, way: 'nothing' }] })
  expect(box.onClose).toHaveBeenCalledOnce()
})

test('a changed setting compares again and keeps the changed rows', async () => {
  const { user, asked } = await openReady()
  await user.keyboard('0')
  await user.selectOptions(field('What to do'), 'Mirror to the right')
  await waitFor(() => expect(asked.at(-1)).toMatchObject({ mode: 'mirror' }))
  await ready()
  expect(screen.queryByLabelText('If both changed')).toBeNull()
  expect(shownText()).toContain('1 changed by you.')
  await user.click(button('Filters'))
  await user.type(field('Only matching files'), '*.md')
  await user.type(field('Exclude'), 'build/')
  await user.click(button('Compare'))
  await waitFor(() => expect(asked.at(-1)?.filters).toEqual({ query: '*.md', ignore: ['build/'] }))
  expect(button('Filters (2)')).toBeTruthy()
  await user.click(button('Swap'))
  await waitFor(() => expect(asked.at(-1)?.left).toEqual({ mount: 'reports', path: 'photos' }))
})

test('keeps changed rows across two changes of a setting', async () => {
  const { user } = await openReady()
  await user.keyboard('0')
  await user.selectOptions(field('What to do'), 'Mirror to the right')
  await user.selectOptions(field('What to do'), 'Update the right')
  await ready()
  expect(shownText()).toContain('1 changed by you.')
})

test('keeps a row that is changed while rows still arrive', async () => {
  const { user, letGo } = open({ isSlow: true })
  await screen.findByRole('row', { name: /^harbour/ })
  await waitFor(() => expect(focused() === grid()).toBe(true))
  await user.keyboard('0')
  letGo()
  await ready()
  expect(shownText()).toContain('1 changed by you.')
})

test('compares by a rule once the rule is entered', async () => {
  const { user, asked } = await openReady()
  await user.selectOptions(field('Compare by'), 'A rule')
  expect(asked).toHaveLength(1)
  await user.type(field('Two files are the same if'), 'src.size == dst.size{Enter}')
  await waitFor(() => expect(asked.at(-1)).toMatchObject({ by: 'rule', rule: 'src.size == dst.size' }))
})

test('stops on too many deletions: “Run without deleting” starts at once, “Delete” asks again', async () => {
  const guards: readonly SyncGuard[] = [{ kind: 'deletions', side: 'left', count: 1, of: 1 }]
  const { user, start } = await openReady({ guards })
  expect(screen.getByRole('heading', { name: 'Stopped: 1 deletion.' })).toBeTruthy()
  expect(shownText()).toContain('More than half of “Home › Photos” would be deleted.')
  expect(make().disabled).toBe(true)
  await user.click(button('Delete 1…'))
  expect(start).not.toHaveBeenCalled()
  await waitFor(() => expect(focused() === button('Cancel')).toBe(true))
  await user.click(button('Cancel'))
  await user.click(button('Run without deleting'))
  expect(start).toHaveBeenLastCalledWith({ plan: 'plan-1', turned: [], withoutDeletions: true })
})

test('names confirmed deletions to the host', async () => {
  const guards: readonly SyncGuard[] = [{ kind: 'deletions', side: 'left', count: 1, of: 1 }]
  const { user, start } = await openReady({ guards })
  await user.click(button('Delete 1…'))
  await user.click(button('Delete 1'))
  expect(start).toHaveBeenLastCalledWith({ plan: 'plan-1', turned: [], despite: ['deletions'] })
})

test('does not stop on deletions that are all excluded by hand', async () => {
  const guards: readonly SyncGuard[] = [{ kind: 'deletions', side: 'left', count: 1, of: 1 }]
  const { user, start } = await openReady({ guards })
  await user.keyboard('{ArrowDown}{ArrowDown}0')
  expect(screen.queryByText(/^Stopped/)).toBeNull()
  await user.click(make())
  // The host counted before that change.
  expect(start).toHaveBeenLastCalledWith({
    plan: 'plan-1',
    turned: [{ number: 5, way: 'nothing' }],
    despite: ['deletions'],
  })
})

test('asks about every other guard, even without deletions', async () => {
  const guards: readonly SyncGuard[] = [
    { kind: 'empty-side', side: 'right' },
    { kind: 'newer-replaced', count: 3 },
  ]
  const { user, start } = await openReady({ guards })
  await user.click(button('Run without deleting'))
  expect(start).not.toHaveBeenCalled()
  expect(shownText()).toContain('Make 3 changes anyway?')
  await user.click(button('Run it'))
  expect(start).toHaveBeenLastCalledWith({
    plan: 'plan-1',
    turned: [],
    withoutDeletions: true,
    despite: ['empty-side', 'newer-replaced'],
  })
})

test('starts nothing that would change a read-only side', async () => {
  const { user } = await openReady({ readOnly: 'reports' })
  expect(shownText()).toContain('“reports › photos” is read-only.')
  expect(make().disabled).toBe(true)
  await user.keyboard('{Control>}a{/Control}0{End}')
  await user.keyboard('{ArrowUp}{ArrowLeft}')
  expect(shownText()).not.toContain('is read-only.')
  expect(make().textContent).toBe('Make 1 change')
  expect(make().disabled).toBe(false)
})

test('groups rows by folder, and folders open and close', async () => {
  const rows = planRows(
    { path: 'top.txt', left: fileAt('top.txt'), way: 'right' },
    { path: 'a/b/deep.txt', left: fileAt('deep.txt'), way: 'right' },
  )
  const { user } = open({ rows })
  await screen.findByText(/12,404 compared in/)
  await user.click(screen.getByRole('checkbox', { name: 'By folder' }))
  expect(paths()).toEqual(['top.txt', 'a/b', 'a/b/deep.txt'])
  grid().focus()
  await user.keyboard('{End}{ArrowUp}{ArrowLeft}')
  expect(paths()).toEqual(['top.txt', 'a/b'])
  await user.keyboard('{Enter}')
  expect(paths()).toEqual(['top.txt', 'a/b', 'a/b/deep.txt'])
})

test('shows the two files of a row side by side, each at its own location', async () => {
  const { user, pairs } = await openReady()
  await user.keyboard('{Enter}')
  expect(pairs).toHaveLength(0)
  await user.keyboard('{ArrowDown}{Enter}')
  expect(await screen.findByText('both files')).toBeTruthy()
  expect(pairs[0]).toMatchObject({
    left: { location: { mount: 'Home', path: 'Photos/index.md' }, sizeBytes: 4000 },
    right: { location: { mount: 'reports', path: 'photos/index.md' }, sizeBytes: 4100 },
  })
})

test('lists equal files on request, and they cannot be changed', async () => {
  const same: readonly CompareRow[] = [
    { path: 'like.txt', kind: 'file', left: fileAt('like.txt'), right: fileAt('like.txt'), difference: 'same' },
  ]
  const { user } = await openReady({ same })
  await user.click(screen.getByRole('tab', { name: /^Same/ }))
  const row = await screen.findByRole('row', { name: /^like.txt, The same,/ })
  expect(within(row).getByRole<HTMLButtonElement>('button').disabled).toBe(true)
})

test('shows seconds if the times of both sides read the same otherwise', async () => {
  const [left, right] = [fileAt('x'), { ...fileAt('x'), modifiedMs: 1_700_000_007_000 }]
  open({ rows: planRows({ path: 'x', left, right, way: 'ask' }) })
  const row = await screen.findByRole('row', { name: /^x,/ })
  expect(row.getAttribute('aria-label')).toMatch(/left: 10 B · 14 Nov 2023 .*:20, right: 10 B · 14 Nov 2023 .*:27$/)
})

test('shows a folder that cannot be listed with the reason, and no action', async () => {
  const failure = { kind: 'denied', message: 'You may not list it.', operation: 'x', retry: 'never' } as const
  await openReady({
    rows: [
      ...pictured.slice(0, 4),
      { number: 9, path: 'secret', kind: 'folder', left: { name: 'secret', kind: 'folder' }, way: 'nothing', failure },
    ],
  })
  const row = rowOf('secret')
  expect(row.textContent).toContain('no permission')
  expect(within(row).getByRole<HTMLButtonElement>('button').title).toBe('Do nothing. You may not list it.')
  expect(within(row).getByRole<HTMLButtonElement>('button').disabled).toBe(true)
})

test('reports that nothing differs, and that a first run deletes nothing', async () => {
  open({ rows: [], isFirst: true })
  expect(await screen.findByText('There are no differences.')).toBeTruthy()
  expect(shownText()).toContain('12,402 names are the same on both sides.')
  expect(shownText()).toContain('First run: nothing is deleted.')
})

test('reports an unreachable location and offers a retry', async () => {
  const failure = new StorageError({ kind: 'unreachable', message: 'No connection to reports.', operation: 'x' })
  const { user, asked } = open({ failure })
  expect((await screen.findByRole('alert')).textContent).toContain('No connection to reports.')
  await user.click(button('Try again'))
  await waitFor(() => expect(asked).toHaveLength(2))
})

test('a stopped comparison keeps its rows, cannot start, and can be repeated', async () => {
  const { user, asked } = open({ isSlow: true })
  await user.click(await screen.findByRole('button', { name: 'Stop' }))
  expect(await screen.findByText(/stopped after/)).toBeTruthy()
  expect(make().disabled).toBe(true)
  await user.click(button('Compare again'))
  expect(asked).toHaveLength(2)
})

test('shows why the start failed and stays open', async () => {
  const { user, start, box } = await openReady()
  start.mockRejectedValueOnce(
    new StorageError({ kind: 'changed', message: 'It changed since it was compared.', operation: 'sync.start' }),
  )
  await user.click(make())
  expect((await screen.findByRole('alert')).textContent).toContain('It changed since it was compared.')
  expect(box.onClose).not.toHaveBeenCalled()
  expect(make().disabled).toBe(false)
})

test('saves the comparison as a pair in a form, and keeps the changed rows', async () => {
  const { user, save, onSaved } = await openReady()
  await user.keyboard('0')
  await user.click(button('Save as a sync pair…'))
  await waitFor(() => expect(focused() === field('Name')).toBe(true))
  expect(shownText()).toContain('Home › Photos ⇄ reports › photos')
  await user.keyboard('{Escape}')
  await waitFor(() => expect(focused() === button('Save as a sync pair…')).toBe(true))
  expect(rowOf('harbour.jpg').getAttribute('aria-label')).toMatch(/changed by you$/)
  await user.keyboard('{Enter}')
  await waitFor(() => expect(focused() === field('Name')).toBe(true))
  await user.keyboard('Photos{Enter}')
  await waitFor(() => expect(onSaved).toHaveBeenCalledWith('Photos'))
  expect(save.mock.calls[0]?.[0]).toMatchObject({
    pair: { name: 'Photos', schedule: {}, settings: { mode: 'two-way' } },
  })
})
