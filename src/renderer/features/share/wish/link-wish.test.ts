import { expect, it } from 'vitest'
import type { Capabilities } from '../../../../contract/capabilities.ts'
import { linkTexts } from '../../../strings/en/en-links.ts'
import { addTexts } from '../../../strings/text.ts'
import { asksUploadName, callsFor, firstWish, isOneLink, type LinkWish, methodsFor } from './link-wish.ts'

addTexts(linkTexts)

type Links = NonNullable<Capabilities['links']>
const ours: Links = {
  methods: ['get', 'put'],
  canRevoke: true,
  servedBy: 'us',
  extras: ['folder', 'several', 'uploads', 'password', 'count', 'size', 'name', 'type'],
}
const store: Links = { methods: ['get', 'put'], canRevoke: false, extras: ['name', 'type', 'permanent'] }
const file = (path: string) => ({ location: { mount: 'm', path }, isFolder: false })
const folder = (path: string) => ({ location: { mount: 'm', path }, isFolder: true })
const wish = (by: Partial<LinkWish> = {}): LinkWish => ({ ...firstWish('get', 0), ...by })
const weekMs = 7 * 86_400_000

it('offers uploads for one file or folder, and downloads the mount supports', () => {
  expect(methodsFor(ours, [folder('a')])).toEqual(['get', 'put'])
  expect(methodsFor(store, [folder('a')])).toEqual(['put'])
  expect(methodsFor(store, [file('a'), folder('b')])).toEqual(['get'])
  expect(methodsFor(undefined, [file('a')])).toEqual([])
})

it('requests one link for several items, or one each if the mount or the user requires it', () => {
  const items = [file('a/x'), folder('a/y')]
  expect(callsFor(wish(), items, ours, 0)).toEqual([
    { method: 'get', lastsMs: weekMs, location: { mount: 'm', path: 'a/x' }, also: ['a/y'] },
  ])
  const each = [
    { method: 'get', lastsMs: weekMs, location: { mount: 'm', path: 'a/x' } },
    { method: 'get', lastsMs: weekMs, location: { mount: 'm', path: 'a/y' } },
  ]
  expect(callsFor(wish({ isTogether: false }), items, ours, 0)).toEqual(each)
  expect(callsFor(wish(), items, store, 0)).toEqual(each.slice(0, 1)) // Folders are left out.
  expect(isOneLink(wish(), store, 2)).toBe(false)
})

it('sends the typed options that the mount supports', () => {
  const typed = { receiverName: ' Report.csv ', contentType: 'text/csv', password: 'open', mostUses: '5' }
  expect(callsFor(wish(typed), [file('a')], ours, 0)).toEqual([
    {
      method: 'get',
      lastsMs: weekMs,
      location: { mount: 'm', path: 'a' },
      downloadAs: 'Report.csv',
      contentType: 'text/csv',
      password: 'open',
      mostUses: 5,
    },
  ])
  const [plain] = callsFor(wish(typed), [file('a')], { ...store, extras: [] }, 0)
  expect(plain).toEqual({ method: 'get', lastsMs: weekMs, location: { mount: 'm', path: 'a' } })
})

it('limits upload sizes by default, and applies a receiver name to a single file only', () => {
  const inbox = [folder('in')]
  expect(callsFor(wish({ method: 'put' }), inbox, ours, 0)).toMatchObject([{ mostBytes: 1e9 }])
  expect(callsFor(wish({ method: 'put', mostBytes: '' }), inbox, ours, 0)).not.toMatchObject([{ mostBytes: 1e9 }])
  const several = callsFor(wish({ receiverName: 'x', isTogether: false }), [file('a'), file('b')], ours, 0)
  expect(several).toHaveLength(2)
  expect(JSON.stringify(several)).not.toContain('downloadAs')
})

it('requires the name of an upload if a link accepts a single file', () => {
  expect(asksUploadName(store, [folder('in')], 'put')).toBe(true)
  expect(asksUploadName(ours, [folder('in')], 'put')).toBe(false)
  expect(callsFor(wish({ method: 'put' }), [folder('in')], store, 0)).toContain('name')
  expect(callsFor(wish({ method: 'put', uploadName: 'n' }), [folder('in')], store, 0)).toMatchObject([
    { location: { mount: 'm', path: 'in/n' } },
  ])
})

it('requests a public address without other options', () => {
  const typed = wish({ duration: 'permanent', password: 'x', contentType: 'text/csv' })
  expect(callsFor(typed, [file('a')], store, 0)).toEqual([
    { method: 'get', lastsMs: 1, permanent: true, location: { mount: 'm', path: 'a' } },
  ])
})

it.each([
  [{ contentType: 'csv' }, 'such as text/csv'],
  [{ contentType: 'text/csv\nx: y' }, 'such as text/csv'],
  [{ mostUses: '0' }, 'whole number'],
  [{ mostUses: 'many' }, 'whole number'],
  [{ duration: 'date', date: '2001-01-01T00:00' }, 'in the future'],
] as const)('reports what is wrong with %o', (by, said) => {
  expect(callsFor(wish(by), [file('a')], ours, Date.now())).toContain(said)
})

it('refuses more items than one link can hold', () => {
  const many = Array.from({ length: 1001 }, (_, at) => file(`${at}`))
  expect(callsFor(wish(), many, ours, 0)).toContain('1000')
})
