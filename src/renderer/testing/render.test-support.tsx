/** Draws components in happy-dom, where there is no layout: what is shown for which state, where the focus is, what keys do. */
import { cleanup, configure, render, screen } from '@testing-library/react'
import { PointerEventsCheckLevel, userEvent } from '@testing-library/user-event'
import type { ReactElement } from 'react'
import { afterEach, vi } from 'vitest'

afterEach(() => {
  cleanup()
  document.body.replaceChildren()
})
configure({
  // a slow machine takes its time; what never comes is said all the same
  asyncUtilTimeout: 8000,
  getElementError: (message) => new Error(message?.split('\n', 1)[0]),
})

export type User = ReturnType<typeof userEvent.setup>

/** Draws it, and gives a person who uses it. */
export function draw(element: ReactElement): User {
  const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never })
  render(element)
  return user
}

/** Gives elements a height, which happy-dom does not: lists draw only the rows that fit. */
export function giveHeight(heightPx = 900) {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(heightPx)
}

export const button = (name: string | RegExp) => screen.getByRole<HTMLButtonElement>('button', { name })
export const field = (name: string | RegExp) => screen.getByLabelText<HTMLInputElement>(name)
/** Of all that is drawn, also outside of what was rendered: dialogs and menus. */
export const shownText = () => document.body.textContent ?? ''
export const focused = () => document.activeElement

/** The frame of every dialog: what closes it, counted. */
export function frame() {
  return { onClose: vi.fn<() => void>(), returnFocus: () => null }
}
