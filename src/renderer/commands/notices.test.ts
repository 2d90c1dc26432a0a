import { expect, test } from 'vitest'
import { type Notice, shownForMs, withNotice, withoutStale } from './notices.ts'
import { createWindowState, dismissNewest, say } from './window-state.ts'

const plain = { isProblem: false, isQuiet: false, action: undefined }
const undo = (undoes: number) => ({ label: 'Undo', run: () => {}, undoes })
const notice = (id: number, more: Partial<Notice> = {}): Notice => ({ id, text: `${id}`, times: 1, ...plain, ...more })

test('the same sentence again is counted, and becomes the newest', () => {
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

test('two that can be undone stay apart, as each undoes something else', () => {
  const first = withNotice([], { ...plain, id: 1, text: '1 item deleted.', action: undo(7) })
  const both = withNotice(first, { ...plain, id: 2, text: '1 item deleted.', action: undo(8) })
  expect(both.map(({ action, times }) => [action?.undoes, times])).toEqual([
    [7, 1],
    [8, 1],
  ])
})

test('there are never more than three', () => {
  const all = [1, 2, 3, 4].reduce<readonly Notice[]>((notices, id) => withNotice(notices, notice(id)), [])
  expect(all.map(({ id }) => id)).toEqual([2, 3, 4])
})

test('one whose undo was done or is not possible any more goes', () => {
  const notices = [notice(1, { action: undo(7) }), notice(2), notice(3, { action: undo(8) })]
  expect(withoutStale(notices, (transfer) => transfer === 8).map(({ id }) => id)).toEqual([2, 3])
  expect(withoutStale(notices, () => true)).toBe(notices)
})

test('a problem goes, too, later than others, and later the more there is to read', () => {
  const problem = notice(1, { isProblem: true })
  expect(shownForMs(problem)).toBeLessThan(Infinity)
  expect(shownForMs(problem)).toBeGreaterThan(shownForMs(notice(1, { action: undo(7) })))
  expect(shownForMs(notice(1, { action: undo(7) }))).toBeGreaterThan(shownForMs(notice(1)))
  expect(shownForMs(notice(1, { text: 'x'.repeat(100) }))).toBeGreaterThan(shownForMs(notice(1)))
})

test('the newest is dismissed first', () => {
  const state = createWindowState()
  say(state, 'one')
  say(state, 'two')
  expect(dismissNewest(state)).toBe(true)
  expect(state.getState().notices.map(({ text }) => text)).toEqual(['one'])
  dismissNewest(state)
  expect(dismissNewest(state)).toBe(false)
})
