/**
 * Renders components in happy-dom, which has no layout. Tests check the content for each state, the focus and the keys.
 */
import { cleanup, configure, render, screen } from '@testing-library/react'
import { PointerEventsCheckLevel, userEvent } from '@testing-library/user-event'
import type { ReactElement } from 'react'
import { afterEach, vi } from 'vitest'

afterEach(() => {
  cleanup()
  document.body.replaceChildren()
})
configure({
  // A slow machine needs this time. A missing element still fails the test.
  asyncUtilTimeout: 8000,
  getElementError: (message) => new Error(message?.split('\n', 1)[0]),
})

export type User = ReturnType<typeof userEvent.setup>

/** Renders an element and returns a simulated user. */
export function draw(element: ReactElement): User {
  const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never })
  render(element)
  return user
}

/** Gives elements a height, which happy-dom does not: lists render only the rows that fit. */
export function giveHeight(heightPx = 900) {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(heightPx)
}

export const button = (name: string | RegExp) => screen.getByRole<HTMLButtonElement>('button', { name })
export const field = (name: string | RegExp) => screen.getByLabelText<HTMLInputElement>(name)
/** Returns all rendered text, also of dialogs and menus outside the rendered container. */
export const shownText = () => document.body.textContent ?? ''
export const focused = () => document.activeElement

/** The props that every dialog needs. The calls of `onClose` are counted. */
export function frame() {
  return { onClose: vi.fn<() => void>(), returnFocus: () => null }
}
