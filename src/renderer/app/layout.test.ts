import { expect, test } from 'vitest'
import { isLocation } from '../../contract/location.ts'
import { locationSchema } from '../../contract/schemas/location.ts'
import { oldPreferences, readLayout } from './layout.ts'

const location = { mount: 'Home', path: 'a' }
const tab = { location, sort: { column: 'size', descending: true }, search: null, pictures: 'large' }
const kept = { ...tab, search: { query: 'q3 size>1mb', inContents: false, isKept: true } }

test('reads a layout as it was written', () => {
  const layout = {
    ...readLayout(undefined),
    left: { tabs: [tab, kept], active: 0 },
    leftPercent: 30,
  }
  expect(readLayout(JSON.parse(JSON.stringify(layout)))).toEqual(layout)
})

test.each([undefined, null, 7, 'x', [], { left: 1, right: { tabs: 'no' }, leftPercent: 1e9, inspector: {} }])(
  'invalid data (%j) gives the default layout',
  (value) => {
    expect(readLayout(value)).toEqual(readLayout({}))
  },
)

test('a damaged tab does not affect the others', () => {
  const { left } = readLayout({
    left: { tabs: [{ location: 5 }, tab, { location, sort: 'x', search: { query: 7 }, pictures: 'huge' }], active: -1 },
  })
  expect(left).toEqual({
    tabs: [tab, { location, sort: { column: 'name', descending: false }, search: null, pictures: null }],
    active: 0,
  })
})

test.each([
  ['columns', { hidden: ['size'], widths: { size: 0 }, order: [] }],
  ['columns', { hidden: ['size'], widths: { nothing: 5 }, order: [] }],
  ['columns', { hidden: ['nothing'], widths: {}, order: [] }],
  ['columns', { hidden: [], widths: [], order: [] }],
  ['columns', { hidden: [], widths: {}, order: Array.from({ length: 21 }, () => 'size') }],
  ['leftPercent', '40'],
  ['leftPercent', null],
  ['dockPx', 100.5],
  ['dockPx', 67],
  ['isOnePane', 'true'],
  ['isSidebarOpen', 0],
  ['activeSide', 'middle'],
  ['inspector', { isOpen: false, tab: 'secrets' }],
  ['inspector', { isOpen: 1, tab: 'facts' }],
])('replaces a damaged %s (%j) by its default and keeps everything else', (key, value) => {
  const rest = { ...readLayout({}), left: { tabs: [tab], active: 0 }, [key]: value }
  expect(readLayout(rest)).toEqual({ ...readLayout({}), left: { tabs: [tab], active: 0 } })
})

test('restores columns and sizes', () => {
  const columns = { hidden: ['kind'], widths: { size: 7.5 }, order: ['modified', 'size'] }
  const layout = { columns, dockPx: 300, isOnePane: true, isSidebarOpen: false, activeSide: 'right' }
  expect(readLayout(layout)).toEqual({ ...readLayout({}), ...layout })
})

test.each([
  { mount: '', path: 'a' },
  { mount: 'Home' },
  { mount: 'Home', path: 7 },
  { mount: 'x'.repeat(200_001), path: '' },
  { mount: 'Home', path: 'x'.repeat(65_537) },
  ['Home', 'a'],
])('drops a tab whose location is invalid', (place) => {
  expect(isLocation(place)).toBe(false)
  expect(locationSchema.safeParse(place).success).toBe(false)
  expect(readLayout({ left: { tabs: [{ location: place }] } }).left.tabs).toEqual([])
})

test('restores at most 50 tabs, and no unknown properties', () => {
  const { left } = readLayout({ left: { tabs: Array.from({ length: 60 }, () => ({ ...tab, more: 1 })), active: 3 } })
  expect(left.tabs).toHaveLength(50)
  expect(left.tabs[0]).toEqual(tab)
  expect(left.active).toBe(3)
})

test('reads preferences from a layout that is older than the settings file', () => {
  expect(oldPreferences({ preferences: { theme: 'dark', showHidden: false, confirmTrash: false, x: 1 } })).toEqual({
    theme: 'dark',
    confirmTrash: false,
  })
  expect(oldPreferences({ preferences: { theme: 'pink' } })).toEqual({})
  expect(oldPreferences({})).toEqual({})
  expect(oldPreferences(undefined)).toEqual({})
})
