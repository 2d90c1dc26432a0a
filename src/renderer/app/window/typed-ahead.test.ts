// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { WindowModel } from '../compose.ts'
import { keepTypedAhead } from './typed-ahead.ts'

const window = createStore(() => ({ dialog: { kind: 'none' } })) as unknown as WindowModel['window']
const reached: string[] = []
const note = ({ key }: KeyboardEvent) => void reached.push(key)
let leave = () => {}
beforeEach(() => {
  reached.length = 0
  document.body.addEventListener('keydown', note)
  window.setState({ dialog: { kind: 'none' } })
  leave = keepTypedAhead({ window })
})
afterEach(() => {
  leave()
  document.body.removeEventListener('keydown', note)
  document.body.replaceChildren()
})

function press(...keys: readonly string[]) {
  for (const key of keys)
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
}

test('keeps text and movements for the dialog, in their order, and drops all other keys', () => {
  window.setState({ dialog: { kind: 'palette' } })
  press('a', 'Delete', 'ArrowDown', 'b', 'Enter')
  document.body.innerHTML = '<div role="dialog"><input value="old"></div>'
  const input = document.querySelector('input')
  input?.select()
  input?.addEventListener('keydown', note)
  input?.focus()
  expect([input?.value, reached]).toEqual(['ab', ['ArrowDown', 'ArrowDown']])
  press('c')
  expect(reached.at(-1)).toBe('c')
})

test('Escape calls off a dialog that does not open, and the keys work as before', () => {
  window.setState({ dialog: { kind: 'palette' } })
  press('a', 'Escape')
  expect(window.getState().dialog.kind).toBe('none')
  press('F8')
  expect(reached).toEqual(['F8'])
})
