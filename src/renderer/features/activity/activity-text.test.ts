import { describe, expect, it } from 'vitest'
import type { ActivityEntry } from '../../../contract/api/activity.ts'
import { asText, matching, outcomeText, tookText, whereText } from './activity-text.ts'

const entry: ActivityEntry = {
  number: 1,
  id: '0a1b2c3d',
  timeMs: Date.UTC(2026, 10, 21, 10, 42),
  mount: 'build box',
  operation: 'rename.rename',
  paths: ['a/old.txt', 'b/new.txt'],
  outcome: 'failed',
  kind: 'timeout',
  message: 'The other side did not answer for 15 s.',
  durationMs: 15_040,
  attempts: 2,
}

describe('texts of the activity', () => {
  it('name the location, including the root and several locations', () => {
    expect(whereText(entry)).toBe('a/old.txt → b/new.txt')
    expect(whereText({ ...entry, paths: [''] })).toBe('top folder')
    expect(whereText({ ...entry, paths: ['a', 'b'], morePaths: 7 })).toBe('a → b and 7 more')
  })

  it('name the result and the duration', () => {
    expect(outcomeText(entry)).toBe('no answer in time')
    expect(outcomeText({ ...entry, outcome: 'done' })).toBe('done')
    expect([tookText(0.4), tookText(15_040)]).toEqual(['0 ms', '15.0 s'])
  })

  it('are one line for each call, with its id', () => {
    expect(asText(entry, (mount) => mount)).toMatch(/^2026-11-21T10:42:00\.000Z\t0a1b2c3d\tbuild box\trename\.rename\t/)
    expect(asText(entry, (mount) => mount)).toContain('did not answer for 15 s')
  })

  it('use the display name of a mount, which the search finds', () => {
    const placeName = (mount: string) => (mount === 'browser/0a1b' ? 'This computer' : mount)
    const dropped: ActivityEntry = { ...entry, mount: 'browser/0a1b', paths: ['photos/a.jpg'] }
    expect(asText(dropped, placeName)).toContain('\tThis computer\trename.rename\tphotos/a.jpg\t')
    expect(matching([entry, dropped], 'this computer', placeName)).toEqual([dropped])
  })

  it('are searched by words in any part', () => {
    const other: ActivityEntry = {
      ...entry,
      number: 2,
      id: 'ffffffff',
      mount: 'Home',
      outcome: 'done',
      operation: 'list',
    }
    const found = (filter: string) => matching([entry, other], filter, (mount) => mount).map(({ number }) => number)
    expect([found(''), found('0a1b2c3d'), found('BOX timeout'), found('home new.txt'), found('nothing')]).toEqual([
      [1, 2],
      [1],
      [1],
      [2],
      [],
    ])
  })
})
