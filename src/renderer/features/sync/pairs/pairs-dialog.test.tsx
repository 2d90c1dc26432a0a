// @vitest-environment happy-dom
/** Tests the view of sync pairs with recorded data: its texts, its requests to the host, and the focus. */
import { act, screen, waitFor, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import type { Contract } from '../../../../contract/contract.ts'
import { StorageError } from '../../../../contract/failure.ts'
import type { Pair, PairRun } from '../../../../contract/sync/pairs.ts'
import type { PlanTotals } from '../../../../contract/sync/plan.ts'
import type { Client } from '../../../../rpc/client.ts'
import { button, draw, field, focused, frame, shownText } from '../../../testing/render.test-support.tsx'
import { PairsDialog } from './pairs-dialog.tsx'
import { createPairsState } from './pairs-store.ts'

const none = { added: 0, changed: 0, bytes: 0, folders: 0, moved: 0, deleted: 0 }
const totals: PlanTotals = {
  right: { ...none, added: 12, changed: 3, bytes: 41_000_000, deleted: 9120 },
  left: { ...none, added: 2, bytes: 18_000_000 },
  asks: 0,
  kept: 0,
  both: 1,
  same: 4000,
}
const startedMs = new Date(2026, 2, 1, 9, 12).getTime()
const done: PairRun = {
  id: 1,
  startedMs,
  endedMs: startedMs + 1100,
  begunBy: 'interval',
  outcome: 'done',
  transfer: 5,
  items: { done: 214, skipped: 0, failed: 0, cancelled: 0 },
}
const stopped: PairRun = {
  id: 2,
  startedMs,
  begunBy: 'interval',
  outcome: 'stopped',
  plan: 'the-plan',
  totals,
  guards: [{ kind: 'deletions', side: 'right', count: 9120, of: 10_000 }],
}

function pairOf(name: string, change: Partial<Pair> = {}): Pair {
  return {
    name,
    isPaused: false,
    schedule: { everyMs: 3600_000 },
    settings: {
      left: { mount: 'Home', path: name },
      right: { mount: 'reports', path: name.toLowerCase() },
      mode: 'two-way',
      onConflict: 'keep-both',
      by: 'size-and-time',
      deleted: 'trash',
    },
    ...change,
  }
}

type Calls = Client<Contract>['pairs']

function open(pairs: readonly Pair[], { first, runs = [] }: { first?: string; runs?: readonly PairRun[] } = {}) {
  const state = createPairsState()
  state.setState({ pairs })
  const calls = {
    run: vi.fn<Calls['run']>(() => Promise.resolve({ run: 3 })),
    save: vi.fn<Calls['save']>(() => Promise.resolve({})),
    remove: vi.fn<Calls['remove']>(() => Promise.resolve({})),
    cancel: vi.fn<Calls['cancel']>(() => Promise.resolve({})),
    setPaused: vi.fn<Calls['setPaused']>(() => Promise.resolve({})),
    history: () => Promise.resolve({ runs: [...runs] }),
  }
  const client = { pairs: calls } as unknown as Client<Contract>
  const told = {
    onSee: vi.fn<(pair: Pair) => void>(),
    onCompare: vi.fn<() => void>(),
    onReport: vi.fn<(transfer: number, pair: Pair) => void>(),
  }
  const box = frame()
  const user = draw(
    <PairsDialog
      {...box}
      {...told}
      client={() => client}
      state={state}
      first={first}
      placeName={({ mount, path }) => `${mount} › ${path}`}
    />,
  )
  const now = (next: readonly Pair[]) => act(() => state.setState({ pairs: next }))
  return { user, calls, told, box, now }
}

const choice = (name: RegExp) => screen.getByRole<HTMLInputElement>('radio', { name })
const linesOf = (table: HTMLElement) =>
  within(table)
    .getAllByRole('row')
    .map((row) => Array.from(row.children, ({ textContent }) => textContent).join(' | '))

test('explains how to create a pair if there is none, with the focus on its button', async () => {
  const { user, told } = open([])
  expect(shownText()).toContain('Compare two folders and choose “Save as a sync pair…”')
  await waitFor(() => expect(focused() === button('Compare the two panes…')).toBe(true))
  await user.keyboard('{Enter}')
  expect(told.onCompare).toHaveBeenCalledOnce()
})

test('arrow keys move through the list, and each pair shows its settings and last run', async () => {
  const { user } = open([
    pairOf('Archive', { schedule: {}, settings: { ...pairOf('Archive').settings, mode: 'mirror' } }),
    pairOf('Photos', { last: done }),
    pairOf('Work', { isPaused: true, last: { ...done, outcome: 'failed' } }),
  ])
  expect(shownText()).toContain('Home › Archive → reports › archive')
  expect(shownText()).toContain('Mirror to the right · run manually')
  await waitFor(() => expect(focused() === choice(/^Archive Never run/)).toBe(true))
  await user.keyboard('{ArrowDown}')
  expect(choice(/^Photos Done/).checked).toBe(true)
  expect(shownText()).toContain('Home › Photos ⇄ reports › photos')
  expect(shownText()).toMatch(/Both ways · every hour while open · last run .*, 214 changes, in 1\.1\ss/)
  expect(choice(/^Work Paused · Failed/)).toBeTruthy()
})

test('a stopped pair shows the reason and its plan; it deletes only after a second confirmation', async () => {
  const { user, calls } = open([pairOf('Photos', { last: stopped })])
  expect(screen.getByRole('heading', { name: 'Stopped: 9,120 deletions.' })).toBeTruthy()
  expect(linesOf(screen.getByRole('table', { name: 'What the last run planned' }))).toEqual([
    'to reports › photos | 12 new · 3 changed | 41 MB',
    'to Home › Photos | 2 new | 18 MB',
    'delete in reports › photos | 9,120 | to the trash or kept as versions',
    'both changed | 1 | keep both',
    'the same | 4,000 | ',
  ])
  await user.click(button('Run without deleting'))
  expect(calls.run).toHaveBeenLastCalledWith({
    name: 'Photos',
    plan: 'the-plan',
    withoutDeletions: true,
    despite: [],
  })
  await user.click(button('Delete 9,120…'))
  expect(calls.run).toHaveBeenCalledOnce()
  expect(focused() === button('Cancel')).toBe(true)
  await user.keyboard('{Enter}')
  expect(focused() === button('Delete 9,120…')).toBe(true)
  await user.keyboard('{Enter}')
  await user.click(button('Delete 9,120'))
  expect(calls.run).toHaveBeenLastCalledWith({ name: 'Photos', plan: 'the-plan', despite: ['deletions'] })
})

test('“See each…” is the primary button if a decision is needed, and opens the pair', async () => {
  const { user, told } = open([
    pairOf('Photos', { last: { ...done, outcome: 'needs-you', totals: { ...totals, asks: 2 } } }),
  ])
  expect(shownText()).toContain('2 items need your decision.')
  expect(button('See each…').className).toContain('btn-primary')
  await user.click(button('See each…'))
  expect(told.onSee.mock.calls[0]?.[0].name).toBe('Photos')
})

test('a running pair shows its progress, cannot start twice, and can be cancelled', async () => {
  const { user, calls, now } = open([pairOf('Photos', { last: done })])
  await user.click(button('Run now'))
  expect(calls.run).toHaveBeenCalledWith({ name: 'Photos' })
  const running: PairRun = { id: 2, startedMs, begunBy: 'person', outcome: 'running' }
  now([pairOf('Photos', { last: running, looked: 1200 })])
  expect(screen.getByRole('status').textContent).toBe('Running')
  expect(shownText()).toContain('Comparing, 1,200 so far')
  expect([button('Run now'), button('Edit…'), button('Remove…')].map(({ disabled }) => disabled)).toEqual([
    true,
    true,
    true,
  ])
  await user.click(button('Cancel run'))
  expect(calls.cancel).toHaveBeenCalledWith({ name: 'Photos' })
  now([pairOf('Photos', { last: { ...running, outcome: 'nothing' } })])
  expect(screen.queryByRole('button', { name: 'Cancel run' })).toBe(null)
  expect(screen.getByRole('status').textContent).toBe('Nothing to do')
})

test('pauses and resumes the schedule, and shows why the host refused', async () => {
  const { user, calls, now } = open([pairOf('Photos')])
  await user.click(button('Pause schedule'))
  expect(calls.setPaused).toHaveBeenLastCalledWith({ name: 'Photos', isPaused: true })
  now([pairOf('Photos', { isPaused: true })])
  calls.setPaused.mockRejectedValueOnce(
    new StorageError({ kind: 'no-space', message: 'The disk is full.', operation: 'pairs' }),
  )
  await user.click(button('Resume schedule'))
  expect((await screen.findByRole('alert')).textContent).toBe('The disk is full.')
  now([pairOf('Photos', { schedule: {} })])
  expect(screen.queryByRole('button', { name: /schedule$/ })).toBe(null)
})

test('removing asks for confirmation, returns on Cancel, and then selects the next pair', async () => {
  const { user, calls, now } = open([pairOf('Archive'), pairOf('Photos')], { first: 'Photos' })
  await user.click(button('Remove…'))
  expect(shownText()).toContain('Remove the pair “Photos” and its history? The files on both sides stay.')
  expect(focused() === button('Cancel')).toBe(true)
  await user.keyboard('{Enter}')
  expect(focused() === button('Remove…')).toBe(true)
  expect(calls.remove).not.toHaveBeenCalled()
  await user.keyboard('{Enter}{Tab}{Enter}')
  expect(calls.remove).toHaveBeenCalledWith({ name: 'Photos' })
  now([pairOf('Archive')])
  await waitFor(() => expect(focused() === choice(/^Archive/)).toBe(true))
})

test('lists runs with what started them, why they failed, and their report', async () => {
  const failure = { kind: 'unreachable', message: 'The network is down.', operation: '', retry: 'later' } as const
  const { user, told } = open([pairOf('Photos', { last: done })], {
    runs: [done, { id: 0, startedMs, begunBy: 'mount', outcome: 'failed', failure }],
  })
  const list = within(await screen.findByRole('region', { name: 'Runs' }))
  const rows = await list.findAllByRole('listitem')
  expect(rows.map(({ textContent }) => textContent?.replace(/^.*?(?=Done|Failed)/, ''))).toEqual([
    'Doneby schedule · 214 changesReport',
    'FailedThe network is down. · when both places were reachable',
  ])
  await user.click(list.getByRole('button'))
  expect(told.onReport).toHaveBeenCalledWith(5, expect.objectContaining({ name: 'Photos' }))
})

test('editing checks the input, saves under the new name, and returns to the list', async () => {
  const { user, calls, now } = open([pairOf('Photos')])
  await user.click(button('Edit…'))
  await waitFor(() => expect(focused() === field('Name')).toBe(true))
  await user.clear(field('Name'))
  await user.keyboard('{Enter}')
  expect(screen.getByRole('alert').textContent).toBe('Enter a name for the pair.')
  await user.keyboard('Pictures')
  await user.type(field('Ask before deleting more files than'), 'many{Enter}')
  expect(screen.getByRole('alert').textContent).toBe('Enter a number such as 100, or a percentage such as 20 %.')
  await user.clear(field('Ask before deleting more files than'))
  await user.selectOptions(field('Compare by'), 'A rule')
  await user.click(button('Save pair'))
  expect(screen.getByRole('alert').textContent).toBe('Enter a rule, or choose another way to compare.')
  await user.type(field('Two files are the same if'), 'src.size == dst.size')
  await user.type(field('Ask before deleting more files than'), '20 %')
  await user.selectOptions(field('Run automatically'), 'every day while open')
  await user.click(field('When Portolan starts and when both places can be reached again'))
  await user.click(button('Filters'))
  await user.type(field('Exclude'), 'node_modules/')
  expect(calls.save).not.toHaveBeenCalled()
  await user.click(button('Save pair'))
  const { settings } = pairOf('Photos')
  expect(calls.save).toHaveBeenCalledWith({
    was: 'Photos',
    pair: {
      name: 'Pictures',
      schedule: { everyMs: 24 * 3600_000, onMount: true },
      settings: {
        ...settings,
        by: 'rule',
        rule: 'src.size == dst.size',
        filters: { ignore: ['node_modules/'] },
        mostShare: 0.2,
      },
    },
  })
  now([pairOf('Pictures')])
  await waitFor(() => expect(screen.getAllByRole('dialog')).toHaveLength(1))
  expect(choice(/^Pictures/).checked).toBe(true)
})

test('refuses a name that another pair has', async () => {
  const { user, calls } = open([pairOf('Photos')])
  calls.save.mockRejectedValueOnce(
    new StorageError({ kind: 'exists', message: 'There is a sync pair “Work” already.', operation: 'pairs.save' }),
  )
  await user.click(button('Edit…'))
  await user.click(button('Save pair'))
  expect((await screen.findByRole('alert')).textContent).toBe('There is a sync pair “Work” already.')
  await user.keyboard('{Escape}')
  await waitFor(() => expect(focused() === button('Edit…')).toBe(true))
})
