// @vitest-environment happy-dom
import { act, screen, waitFor, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import type { Contract } from '../../../../contract/contract.ts'
import { StorageError } from '../../../../contract/failure.ts'
import type { Item, Transfer } from '../../../../contract/transfer.ts'
import type { Client } from '../../../../rpc/client.ts'
import { button, draw, shownText } from '../../../testing/render.test-support.tsx'
import { transferWith } from '../transfer.test-support.ts'
import { applyEvent } from '../transfers-state.ts'
import { createTransfers } from '../transfers-store.ts'
import { TransferRow } from './later-row.tsx'
import { TransfersDock } from './transfers-dock.tsx'

type Call = readonly [method: string, input: unknown]

/** Renders the dock for a recorded queue, and records the requests to the host. */
async function open(transfers: readonly Transfer[], refusal?: string) {
  const calls: Call[] = []
  const problems: string[] = []
  const queue = new Proxy(
    {},
    {
      get: (_, method: string) => async (input: unknown) => {
        if (method === 'items') return { items: [] }
        if (refusal !== undefined) throw new StorageError({ kind: 'unsupported', message: refusal, operation: method })
        calls.push([method, input])
        return {}
      },
    },
  )
  const store = createTransfers({
    client: () => ({ transfers: queue }) as unknown as Client<Contract>,
    now: () => 0,
    onTouched() {},
    onHappened() {},
    onProblem: (message) => problems.push(message),
  })
  const { state } = applyEvent(store.state.getState(), { kind: 'all', transfers: [...transfers], limits: {} })
  const ended = transfers.filter((each) => each.state === 'ended').map(({ id }) => id)
  store.state.setState({ ...state, byId: new Map(transfers.map((each) => [each.id, each])), ended }, true)
  TransferRow.fetch()
  const on = {
    history: vi.fn<() => void>(),
    report: vi.fn<(transfer: Transfer) => void>(),
    conflict: vi.fn<(id: number, item?: number) => void>(),
  }
  const user = draw(
    <TransfersDock
      transfers={store}
      placeName={(name) => name}
      heightPx={150}
      onHeight={() => {}}
      onHistory={on.history}
      onReport={on.report}
      onConflict={on.conflict}
      said=""
    />,
  )
  if (transfers.length > 0) await screen.findAllByRole('group')
  return { user, calls, problems, store, on }
}

const row = (at = 0) => screen.getAllByRole('group')[at] ?? document.body
const buttonsOf = (at = 0) =>
  within(row(at))
    .getAllByRole('button')
    .map((each) => each.getAttribute('aria-label') ?? each.textContent)

test('shows one line without transfers, and nothing to pause or clear', async () => {
  await open([])
  expect(screen.getByText('Nothing is being copied or moved')).toBeTruthy()
  expect(screen.queryByRole('button', { name: /Pause|Resume|Clear/ })).toBeNull()
})

test('a running copy shows progress and speed, and can be paused, reordered, limited and cancelled', async () => {
  const { user, calls } = await open([
    transferWith({ counts: { done: 4 }, bytes: { settled: 400, copied: 400 }, bytesPerSecond: 5_000_000 }),
  ])
  expect(row().textContent).toContain('40 %')
  expect(row().textContent).toContain('5 MB/s')
  expect(row().textContent).toContain('skip: hash')
  expect(buttonsOf()).toEqual([
    'Show items',
    'Pause',
    'Move up in queue',
    'Move down in queue',
    'Limits of this transfer',
    'Report',
    'Cancel',
  ])
  await user.click(within(row()).getByRole('button', { name: 'Pause' }))
  await user.click(within(row()).getByRole('button', { name: 'Cancel' }))
  expect(calls).toEqual([
    ['pause', { id: 1 }],
    ['cancel', { id: 1 }],
  ])
})

test('a paused transfer can be resumed, alone or with all others', async () => {
  const { user, calls } = await open([transferWith({ state: 'paused' })])
  await user.click(button('Resume'))
  await user.click(button('Resume all'))
  expect(calls).toEqual([
    ['resume', { id: 1 }],
    ['resume', { id: 'all' }],
  ])
  expect(row().textContent).toContain('paused')
})

test('offers to pause all, not to resume all, while a transfer runs', async () => {
  await open([transferWith(), transferWith({ id: 2, state: 'paused' })])
  expect(button('Pause all')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Resume all' })).toBeNull()
  expect(shownText()).toContain('1 running · 1 paused')
})

test('an interrupted transfer explains how it continues', async () => {
  await open([transferWith({ state: 'paused', pausedBy: 'interrupted' })])
  expect(screen.getByText('Portolan was closed during this transfer. Resume continues where it stopped.')).toBeTruthy()
  expect(row().textContent).toContain('interrupted')
})

test('a transfer with failures shows their number and offers a retry', async () => {
  const { user, calls } = await open([transferWith({ state: 'ended', counts: { total: 3, done: 1, failed: 2 } })])
  expect(row().textContent).toContain('2 failed')
  expect(buttonsOf()).toEqual(['Show items', 'Retry failed', 'Report', 'Remove from the list'])
  await user.click(button('Retry failed'))
  expect(calls).toEqual([['retryFailed', { id: 1 }]])
})

test('a finished transfer offers Undo if possible, and can be removed from the list', async () => {
  const { user, calls } = await open([
    transferWith({ state: 'ended', counts: { total: 1, done: 1 }, undo: { can: true } }),
    transferWith({ id: 2, state: 'ended', counts: { total: 1, done: 1 }, undo: { can: false, why: 'Too late.' } }),
  ])
  expect(buttonsOf(0)).toContain('Undo')
  expect(buttonsOf(1)).not.toContain('Undo')
  await user.click(within(row(0)).getByRole('button', { name: 'Undo' }))
  expect(calls).toEqual([['undo', { id: 1 }]])
  await user.click(within(row(0)).getByRole('button', { name: 'Remove from the list' }))
  expect(screen.getAllByRole('group')).toHaveLength(1)
})

test('clearing removes finished transfers and keeps active ones', async () => {
  const { user } = await open([transferWith(), transferWith({ id: 2, state: 'ended' })])
  await user.click(button('Clear finished'))
  expect(screen.getAllByRole('group')).toHaveLength(1)
  expect(buttonsOf()).toContain('Pause')
  expect(screen.queryByRole('button', { name: 'Clear finished' })).toBeNull()
})

const asked: Item = {
  number: 7,
  from: { mount: 'Shelf', path: 'finance/invoices/a.pdf' },
  kind: 'file',
  state: 'asking',
  question: {
    kind: 'exists',
    message: 'Another file has this name.',
    answers: ['overwrite', 'keep-both', 'skip'],
    source: { kind: 'file' },
  },
}

test('a question names its file and offers the safe answer and all others', async () => {
  const { user, calls, store, on } = await open([transferWith({ counts: { asking: 1 } })])
  act(() => store.view.setState({ asking: new Map([[1, asked]]) }))
  await waitFor(() => expect(row().textContent).toContain('a.pdf: Another file has this name.'))
  expect(shownText()).toContain('1 needs you')
  await user.click(within(row()).getByRole('button', { name: 'Choose…' }))
  expect(on.conflict).toHaveBeenCalledExactlyOnceWith(1)
  await user.click(within(row()).getByRole('button', { name: 'Keep both' }))
  expect(calls).toEqual([['answer', { id: 1, item: 7, answer: 'keep-both' }]])
})

test('Alt with the arrow keys reorders a transfer, and does nothing at the ends of the queue', async () => {
  const { user, calls } = await open([transferWith(), transferWith({ id: 2, state: 'waiting' })])
  within(row(0)).getByRole('button', { name: 'Report' }).focus()
  await user.keyboard('{Alt>}{ArrowUp}{/Alt}')
  expect(calls).toEqual([])
  await user.keyboard('{Alt>}{ArrowDown}{/Alt}')
  expect(calls).toEqual([['reorder', { id: 1 }]])
})

test('shows why the host refused an action', async () => {
  const { user, problems } = await open([transferWith()], 'This transfer runs in another Portolan transfer.')
  await user.click(within(row()).getByRole('button', { name: 'Pause' }))
  await waitFor(() => expect(problems).toEqual(['This transfer runs in another Portolan transfer.']))
})

test('marks invalid limits at their fields and does not send them', async () => {
  const { user, calls } = await open([transferWith()])
  await user.click(within(row()).getByRole('button', { name: 'Limits of this transfer' }))
  const jobs = await screen.findByLabelText<HTMLInputElement>('Parallel files')
  await user.type(jobs, '0')
  await user.click(button('Apply'))
  expect(screen.getByText('A whole number from 1 to 256.')).toBeTruthy()
  expect(calls).toEqual([])
  await user.clear(jobs)
  await user.type(jobs, '3{Enter}')
  await waitFor(() => expect(calls).toHaveLength(1))
  expect(calls[0]).toMatchObject(['setLimits', { id: 1, limits: { jobs: 3 } }])
})

test('opens the history and a report', async () => {
  const ended = transferWith({ state: 'ended' })
  const { user, on } = await open([ended])
  await user.click(button('History'))
  await user.click(button('Report'))
  expect(on.history).toHaveBeenCalledOnce()
  expect(on.report).toHaveBeenCalledExactlyOnceWith(ended)
})
