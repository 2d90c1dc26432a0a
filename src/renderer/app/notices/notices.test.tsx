// @vitest-environment happy-dom
import { act, fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createWindowState, say } from '../../commands/window-state.ts'
import { draw } from '../../testing/render.test-support.tsx'
import { Notices } from './notices.tsx'

beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: false }))
afterEach(() => void vi.useRealTimers())

function open() {
  const window = createWindowState()
  const files = document.createElement('button')
  document.body.append(files)
  draw(<Notices window={window} returnFocus={() => files} />)
  const tell = (...what: [string, Parameters<typeof say>[2]?]) => act(() => say(window, ...what))
  const wait = (ms: number) => act(() => void vi.advanceTimersByTime(ms))
  return { window, tell, wait, files }
}

test('shows what was done for a while, then removes the notice', () => {
  const { tell, wait } = open()
  tell('Copied.')
  wait(4000)
  expect(screen.getByText('Copied.')).toBeTruthy()
  wait(1000)
  expect(screen.queryByText('Copied.')).toBeNull()
})

test('counts a repeated message and restarts its time', () => {
  const { tell, wait } = open()
  tell('Copied.')
  wait(4000)
  tell('Copied.')
  expect(screen.getByText('Copied. (2 times)')).toBeTruthy()
  wait(4000)
  expect(screen.getByText('Copied. (2 times)')).toBeTruthy()
})

test('keeps a notice that is hovered or focused', () => {
  const { tell, wait } = open()
  tell('Deleted 3 items.', { action: { label: 'Undo', run() {} } })
  act(() => screen.getByRole('button', { name: 'Undo' }).focus())
  wait(60_000)
  expect(screen.getByText('Deleted 3 items.')).toBeTruthy()
  act(() => screen.getByRole('button', { name: 'Undo' }).blur())
  wait(60_000)
  expect(screen.queryByText('Deleted 3 items.')).toBeNull()
})

test('runs Undo once and removes the notice', () => {
  const { tell } = open()
  const run = vi.fn<() => void>()
  tell('Deleted 3 items.', { action: { label: 'Undo', run } })
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }))
  expect(run).toHaveBeenCalledOnce()
  expect(screen.queryByText('Deleted 3 items.')).toBeNull()
})

test('Escape on a notice dismisses it and returns the focus to the files', () => {
  const { tell, files } = open()
  tell('Something failed.', { isProblem: true })
  const dismiss = screen.getByRole('button', { name: 'Dismiss' })
  act(() => dismiss.focus())
  fireEvent.keyDown(dismiss, { key: 'Escape' })
  expect(screen.queryByText('Something failed.')).toBeNull()
  expect(document.activeElement).toBe(files)
})

test('keeps a quiet notice out of the live region', () => {
  const { tell } = open()
  tell('3 items copied.', { isQuiet: true })
  tell('Nothing is selected here.')
  expect(screen.getByText('3 items copied.').closest('[aria-live]')).toBeNull()
  expect(screen.getByText('Nothing is selected here.').closest('[aria-live=polite]')).not.toBeNull()
})
