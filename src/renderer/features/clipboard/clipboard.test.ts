import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Clip, createClipboard, cutTest, hold, letGo } from './clipboard.ts'

const cut: Clip = { id: 'one', isCut: true, sources: [{ location: { mount: 'Home', path: 'a/b.txt' }, kind: 'file' }] }
const copied: Clip = { ...cut, id: 'two', isCut: false }

let channels: BroadcastChannel[] = []
let name = 0
beforeEach(() => {
  name += 1
})
afterEach(() => {
  for (const channel of channels) channel.close()
  channels = []
})

function openWindow() {
  const channel = new BroadcastChannel(`clipboard-test-${name}`)
  channels.push(channel)
  return createClipboard(channel)
}

test('what one window copies can be pasted in another, and what it cuts only once', async () => {
  const [one, other] = [openWindow(), openWindow()]
  hold(one, cut)
  await vi.waitFor(() => expect(other.state.getState().clip).toEqual(cut))
  letGo(other)
  await vi.waitFor(() => expect(one.state.getState().clip).toBeUndefined())
})

test('a window that opens later knows what was copied before', async () => {
  const one = openWindow()
  hold(one, copied)
  const later = openWindow()
  await vi.waitFor(() => expect(later.state.getState().clip).toEqual(copied))
})

test('clearing an older clip keeps what was copied since', async () => {
  const [one, other] = [openWindow(), openWindow()]
  hold(one, cut)
  await vi.waitFor(() => expect(other.state.getState().clip).toEqual(cut))
  hold(one, copied)
  letGo(other) // It has not received the newer clip yet.
  const third = openWindow() // Its question arrives after both messages.
  await vi.waitFor(() => expect(third.state.getState().clip).toEqual(copied))
  expect(one.state.getState().clip).toEqual(copied)
})

test('marks only cut entries, by their full location', () => {
  expect(cutTest(cut)({ mount: 'Home', path: 'a/b.txt' })).toBe(true)
  expect(cutTest(cut)({ mount: 'Shelf', path: 'a/b.txt' })).toBe(false)
  expect(cutTest(cut)({ mount: 'Home', path: 'b.txt' })).toBe(false)
  expect(cutTest(copied)({ mount: 'Home', path: 'a/b.txt' })).toBe(false)
  expect(cutTest(undefined)({ mount: 'Home', path: 'a/b.txt' })).toBe(false)
})
