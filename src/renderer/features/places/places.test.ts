import { expect, test } from 'vitest'
import {
  isPinned,
  keepWorkspace,
  movePin,
  noPlaces,
  readPlaces,
  removeWorkspace,
  togglePin,
  visited,
} from './places.ts'

const at = (path: string) => ({ mount: 'reports', path })

test('pins a folder once, after the others, and unpins it', () => {
  const two = togglePin(togglePin(noPlaces, at('2025')), at('2026'))
  expect(two.pins).toEqual([at('2025'), at('2026')])
  expect(isPinned(two, at('2026'))).toBe(true)
  expect(togglePin(two, at('2025')).pins).toEqual([at('2026')])
  expect(movePin(two, at('2026'), -1).pins).toEqual([at('2026'), at('2025')])
  expect(movePin(two, at('2026'), 1)).toBe(two)
})

test('lists the latest folder first and limits their number', () => {
  let places = noPlaces
  for (let number = 0; number < 50; number++) places = visited(places, at(String(number)))
  places = visited(places, at('40'))
  expect(places.recent).toHaveLength(30)
  expect(places.recent.slice(0, 3)).toEqual([at('40'), at('49'), at('48')])
  expect(places.recent.filter(({ path }) => path === '40')).toHaveLength(1)
})

test('a workspace replaces one of the same name', () => {
  const one = keepWorkspace(noPlaces, { name: 'Books', arrangement: { left: 1 } })
  const two = keepWorkspace(keepWorkspace(one, { name: 'Accounts', arrangement: {} }), {
    name: 'Books',
    arrangement: { left: 2 },
  })
  expect(two.workspaces).toEqual([
    { name: 'Accounts', arrangement: {} },
    { name: 'Books', arrangement: { left: 2 } },
  ])
  expect(removeWorkspace(two, 'Books').workspaces.map(({ name }) => name)).toEqual(['Accounts'])
})

test.each([undefined, null, 7, [], { pins: 7, recent: [null, { mount: 1 }], workspaces: [{ name: '' }] }])(
  'invalid data (%j) gives no places',
  (value) => {
    expect(readPlaces(value)).toEqual(noPlaces)
  },
)

test('keeps the valid parts of a document', () => {
  const places = { pins: [at('a'), { mount: '', path: 'b' }], recent: [at('c')], workspaces: [] }
  expect(readPlaces(places)).toEqual({ pins: [at('a')], recent: [at('c')], workspaces: [] })
})
