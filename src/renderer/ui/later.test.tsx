// @vitest-environment happy-dom
import { act, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { draw, shownText } from '../testing/render.test-support.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { later } from './later.tsx'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const Part = ({ name }: { readonly name: string }) => <p>Hello {name}</p>
const wait = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))

test('shows a placeholder until a component has loaded, then renders it with its props', async () => {
  const Later = later(async () => Part, <i>room</i>)
  draw(<Later name="Ann" />)
  expect(shownText()).toBe('room')
  await wait(0)
  expect(shownText()).toBe('Hello Ann')
})

test('retries to load a component until the host answers', async () => {
  const load = vi.fn<() => Promise<typeof Part>>()
  load.mockRejectedValueOnce(new Error('no host')).mockRejectedValueOnce(new Error('no host')).mockResolvedValue(Part)
  const Later = later(load)
  draw(<Later name="Ann" />)
  await wait(1000)
  expect(shownText()).toBe('')
  await wait(1000)
  expect(shownText()).toBe('Hello Ann')
  expect(load).toHaveBeenCalledTimes(3)
})

test('renders a loaded component at once', async () => {
  const Later = later(async () => Part, <i>room</i>)
  Later.fetch()
  await wait(0)
  draw(<Later name="Ann" />)
  expect(shownText()).toBe('Hello Ann')
})

test('an error in a component shows the fallback and leaves its siblings alone', () => {
  const Broken = () => {
    throw new Error('a fault')
  }
  draw(
    <>
      <p>the other pane</p>
      <ErrorBoundary fallback={<button type="button">Reload</button>}>
        <Broken />
      </ErrorBoundary>
    </>,
  )
  expect(screen.getByRole('button', { name: 'Reload' })).toBeTruthy()
  expect(screen.getByText('the other pane')).toBeTruthy()
  // React logs where in the code the error occurred.
  expect(vi.mocked(console.error)).toHaveBeenCalled()
  vi.mocked(console.error).mockClear()
})
