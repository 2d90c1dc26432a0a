import { expect, test } from 'vitest'
import { type Notice, shownForMs, withNotice, withoutStale } from './notices.ts'
import { createWindowState, dismissNewest, say } from './window-state.ts'

const plain = { isProblem: false, isQuiet: false, action: undefined }
const undo = (undoes: number) => ({ label: 'Undo', run: () => {}, undoes })
const notice = (id: number, more: Partial<Notice> = {}): Notice => ({ id, text: `${id}`, times: 1, ...plain, ...more })

test('counts a repeated message and makes it the newest', () => {
  const state = createWindowState()
  say(state, 'The disk is full.', { isProblem: true })
  say(state, 'Copied')
  say(state, 'The disk is full.', { isProblem: true })
  say(state, 'The disk is full.', { isProblem: true })
  expect(state.getState().notices.map(({ text, times }) => [text, times])).toEqual([
    ['Copied', 1],
    ['The disk is full.', 3],
  ])
})

test('keeps two equal notices apart if they undo different transfers', () => {
  const first = withNotice([], { ...plain, id: 1, text: '1 item deleted.', action: undo(7) })
  const both = withNotice(first, { ...plain, id: 2, text: '1 item deleted.', action: undo(8) })
  expect(both.map(({ action, times }) => [action?.undoes, times])).toEqual([
    [7, 1],
    [8, 1],
  ])
})

test('keeps at most three notices', () => {
  const all = [1, 2, 3, 4].reduce<readonly Notice[]>((notices, id) => withNotice(notices, notice(id)), [])
  expect(all.map(({ id }) => id)).toEqual([2, 3, 4])
})

test('removes a notice whose undo was done or is no longer possible', () => {
  const notices = [notice(1, { action: undo(7) }), notice(2), notice(3, { action: undo(8) })]
  expect(withoutStale(notices, (transfer) => transfer === 8).map(({ id }) => id)).toEqual([2, 3])
  expect(withoutStale(notices, () => true)).toBe(notices)
})

test('shows a problem longer than other notices, and a long text longer than a short one', () => {
  const problem = notice(1, { isProblem: true })
  expect(shownForMs(problem)).toBeLessThan(Infinity)
  expect(shownForMs(problem)).toBeGreaterThan(shownForMs(notice(1, { action: undo(7) })))
  expect(shownForMs(notice(1, { action: undo(7) }))).toBeGreaterThan(shownForMs(notice(1)))
  expect(shownForMs(notice(1, { text: 'x'.repeat(100) }))).toBeGreaterThan(shownForMs(notice(1)))
})

test('dismisses the newest notice first', () => {
  const state = createWindowState()
  say(state, 'one')
  say(state, 'two')
  expect(dismissNewest(state)).toBe(true)
  expect(state.getState().notices.map(({ text }) => text)).toEqual(['one'])
  dismissNewest(state)
  expect(dismissNewest(state)).toBe(false)
})
