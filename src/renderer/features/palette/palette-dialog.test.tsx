// @vitest-environment happy-dom
import { screen, waitFor } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { draw, frame } from '../../testing/render.test-support.tsx'
import { PaletteDialog, type PaletteDialogProps } from './palette-dialog.tsx'
import type { PaletteItem } from './rank.ts'

const item = (title: string, more: Partial<PaletteItem> = {}): PaletteItem => ({
  id: title,
  kind: 'command',
  title,
  note: '',
  run: vi.fn<() => void>(),
  ...more,
})

function open(more: Partial<PaletteDialogProps> = {}) {
  const box = frame()
  const home = item('Home', { kind: 'place', runOtherwise: vi.fn<() => void>() })
  const items = [item('Refresh'), item('New folder…'), home]
  const user = draw(
    <PaletteDialog
      {...box}
      items={items}
      findFiles={() => []}
      typedPlaces={() => []}
      onComplete={async () => []}
      {...more}
    />,
  )
  return { user, box, items, home }
}

const box = () => screen.getByRole<HTMLInputElement>('combobox')
const titles = () => screen.queryAllByRole('option').map((option) => option.textContent)
const chosen = () => screen.getByRole('option', { selected: true }).textContent

test('lists places first while nothing is typed, with the focus in the field', async () => {
  open()
  await waitFor(() => expect(document.activeElement).toBe(box()))
  expect(titles()).toEqual(['Home', 'Refresh', 'New folder…'])
  expect(chosen()).toBe('Home')
})

test('the arrow keys stop at the ends of the list, and Enter runs the choice', async () => {
  const { user, items, box: dialog } = open()
  await user.type(box(), '{ArrowUp}')
  expect(chosen()).toBe('Home')
  await user.type(box(), '{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}')
  expect(chosen()).toBe('New folder…')
  await user.type(box(), '{Enter}')
  expect(items[1]?.run).toHaveBeenCalledOnce()
  expect(dialog.onClose).toHaveBeenCalledOnce()
})

test('ranks matches at the start first, and typing selects the first item again', async () => {
  const { user } = open({ items: [item('Refresh'), item('Fresh paint'), item('Settings…')] })
  await user.type(box(), '{ArrowDown}fresh')
  expect(titles()).toEqual(['Fresh paint', 'Refresh'])
  expect(chosen()).toBe('Fresh paint')
})

test('Ctrl+Enter opens a place in the other pane, and runs any other command as usual', async () => {
  const { user, home, items } = open()
  await user.type(box(), '{Control>}{Enter}{/Control}')
  expect(home.runOtherwise).toHaveBeenCalledOnce()
  expect(home.run).not.toHaveBeenCalled()
  await user.type(box(), 'refresh{Control>}{Enter}{/Control}')
  expect(items[0]?.run).toHaveBeenCalledOnce()
})

test('Tab completes the chosen place, then the first place below it', async () => {
  const shelf = item('Shelf › papers', { kind: 'place', completesTo: 'Shelf:papers/' })
  const { user } = open({
    items: [shelf],
    typedPlaces: (typed, choices) =>
      typed.includes(':') ? [typed, ...choices].map((place) => item(place, { kind: 'place', completesTo: place })) : [],
    onComplete: async (typed) => (typed === 'Shelf:papers/' ? ['Shelf:papers/2026/'] : []),
  })
  await user.type(box(), 'papers{Tab}')
  expect(box().value).toBe('Shelf:papers/')
  expect(document.activeElement).toBe(box())
  await waitFor(() => expect(titles()).toContain('Shelf:papers/2026/'))
  await user.keyboard('{Tab}')
  expect(box().value).toBe('Shelf:papers/2026/')
})

test('reports that nothing matches, and Enter then does nothing', async () => {
  const { user, box: dialog } = open()
  await user.type(box(), 'zebra{Enter}')
  expect(titles()).toEqual([])
  expect(screen.getByText('Nothing has this name.')).toBeTruthy()
  expect(box().getAttribute('aria-activedescendant')).toBeNull()
  expect(dialog.onClose).not.toHaveBeenCalled()
})

test('a click runs the item under the pointer in the current pane', async () => {
  const { user, home } = open()
  await user.click(screen.getByRole('option', { name: 'Home' }))
  expect(home.run).toHaveBeenCalledOnce()
})
