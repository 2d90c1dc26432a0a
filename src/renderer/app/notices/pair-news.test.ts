// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest'
import type { PairRun } from '../../../contract/sync/pairs.ts'
import { createWindowState } from '../../commands/window-state.ts'
import type { PairNews } from '../../features/sync/pairs/pairs-store.ts'
import { transferWith } from '../../features/transfers/transfer.test-support.ts'
import { createTransfers } from '../../features/transfers/transfers-store.ts'
import type { Mounts } from '../../features/mounts/mounts-store.ts'
import type { Notify } from './notify.ts'
import { tellPair } from './pair-news.ts'
import { createNews } from './transfer-news.ts'

let hasFocus = true
beforeEach(() => {
  hasFocus = true
  vi.spyOn(document, 'hasFocus').mockImplementation(() => hasFocus)
})

function made() {
  const window = createWindowState()
  const notify = vi.fn<Notify>()
  return { window, notify }
}
const news = (change: Partial<PairRun> = {}): PairNews => ({
  pair: 'Photos',
  run: { id: 7, startedMs: 0, begunBy: 'interval', ...change, outcome: 'stopped' },
})

test('shows a notice for a stopped pair, or a system notification if the window has no focus', () => {
  const model = made()
  tellPair(model, news())
  const [notice] = model.window.getState().notices
  expect(notice).toMatchObject({ text: '“Photos” stopped before it changed anything. Review it first.' })
  expect(model.notify).not.toHaveBeenCalled()
  notice?.action?.run()
  expect(model.window.getState().dialog).toEqual({ kind: 'sync-pairs', first: 'Photos' })
  hasFocus = false
  tellPair(model, news())
  expect(model.notify).toHaveBeenCalledWith(
    { title: 'Sync pairs', body: '“Photos” stopped before it changed anything. Review it first.' },
    'pair-7',
    expect.any(Function),
  )
  // The view of the pairs already shows it.
  expect(model.window.getState().notices).toHaveLength(1)
})

test('reports the end of a sync that a person started, not of a scheduled one', () => {
  const { window, notify } = made()
  hasFocus = false
  const transfers = createTransfers({
    client: () => ({}) as never,
    now: () => 0,
    onTouched: () => {},
    onHappened: () => {},
    onProblem: () => {},
  })
  const { onHappened } = createNews({ window, notify, mounts: {} as Mounts, transfers: () => transfers })
  const counts = { total: 1, done: 1, skipped: 0, failed: 0, cancelled: 0, asking: 0 }
  const ended = transferWith({ id: 3, verb: 'sync', state: 'ended', counts })
  onHappened({ kind: 'ended', transfer: { ...ended, isUnasked: true } })
  expect([window.getState().notices, notify.mock.calls]).toEqual([[], []])
  expect([...transfers.view.getState().hidden]).toEqual([3])
  onHappened({ kind: 'ended', transfer: { ...ended, id: 4 } })
  expect(window.getState().notices).toHaveLength(1)
  expect(notify).toHaveBeenCalledOnce()
})
