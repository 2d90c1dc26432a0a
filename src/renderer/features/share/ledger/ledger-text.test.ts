import { expect, it } from 'vitest'
import type { LinkRecord } from '../../../../contract/api/links.ts'
import { linkTexts } from '../../../strings/en/en-links.ts'
import { addTexts } from '../../../strings/text.ts'
import { createDateFormat } from '../../../ui/format/date.ts'
import { aboutText, endText, isOver, nameOf } from './ledger-text.ts'

addTexts(linkTexts)

const nowMs = 1_700_000_000_000
const about = { nowMs, dates: createDateFormat(nowMs) }
const stored: LinkRecord = {
  id: '1',
  location: { mount: 'reports', path: '2026/q3.pdf' },
  method: 'get',
  madeMs: nowMs,
  endsMs: nowMs + 3 * 86_400_000,
  revocation: 'key',
}
const own = {
  kind: 'several',
  items: 3,
  hasPassword: true,
  uses: 2,
  mostUses: 5,
  opened: 4,
  lastOpenedMs: nowMs,
} as const
const ours: LinkRecord = { ...stored, revocation: 'policy', own }

it('says how a link can be ended', () => {
  expect(aboutText(stored, about)).toContain('change the key')
  expect(aboutText({ ...stored, revocation: 'policy' }, about)).toContain('Revoking it ends it')
  expect(aboutText({ ...stored, revocation: 'public' }, about)).toContain('make the file private')
})

it('says how often a link of Portolan was opened and how much of its limit is used', () => {
  expect(aboutText(ours, about)).toMatch(
    /^Opened 4 times, last today .*\. 2 of 5 downloads used\. With a password\. It works while Portolan runs/,
  )
  expect(aboutText({ ...ours, own: { ...own, opened: 0 } }, about)).toMatch(/^Not opened yet\./)
  expect(nameOf(ours, { hasPlace: false })).toBe('q3.pdf and 2 more')
  expect(nameOf({ ...stored, method: 'put' }, { hasPlace: true })).toBe('reports:2026/q3.pdf (upload)')
})

it('says whether and why a link is over', () => {
  const cases: [Partial<LinkRecord>, string][] = [
    [{}, 'in 3 days'],
    [{ endsMs: nowMs }, 'ended'],
    [{ revokedMs: nowMs }, 'revoked'],
    [{ own: { ...own, uses: 5 } }, 'used up'],
  ]
  for (const [by, said] of cases) {
    const link = { ...ours, ...by }
    expect([endText(link, nowMs), isOver(link, nowMs)]).toEqual([said, said !== 'in 3 days'])
  }
  const { endsMs: _, ...endless } = stored
  expect([endText(endless, nowMs), isOver(endless, nowMs)]).toEqual(['public, no end', false])
})
