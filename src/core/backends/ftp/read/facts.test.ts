import { describe, expect, it } from 'vitest'
import { factsOfListLine, factsOfMachineLine, factsOfOne, timeText } from './facts.ts'

const now = new Date('2026-03-10T12:00:00Z')
const at = (text: string) => Date.parse(text)

describe('a line of MLSD', () => {
  it.each([
    [
      'type=file;size=7;modify=20260102030405;unix.mode=0644; a b; c',
      { name: 'a b; c', kind: 'file', sizeBytes: 7, modifiedMs: at('2026-01-02T03:04:05Z'), mode: 0o644 },
    ],
    [
      'Type=dir;Modify=20260102030405.5;  leading',
      { name: ' leading', kind: 'folder', modifiedMs: at('2026-01-02T03:04:05.500Z') },
    ],
    ['type=OS.unix=slink:/etc/x; link', { name: 'link', kind: 'link', target: '/etc/x' }],
    ['type=file; /whole/path/name', { name: 'name', kind: 'file' }],
    ['type=file;modify=yesterday;size=-1; odd', { name: 'odd', kind: 'file' }],
    ['type=cdir; .', undefined],
    ['type=pdir; ..', undefined],
    ['nothing', undefined],
  ])('is parsed: %s', (line, facts) => {
    expect(factsOfMachineLine(line)).toEqual(facts)
  })

  it('is parsed for the folder itself if that was requested', () => {
    expect(factsOfOne('type=cdir;modify=20260102030405; /x')).toMatchObject({ kind: 'folder' })
  })

  it('has times that are formatted as they are parsed', () => {
    expect(timeText(at('2026-01-02T03:04:05.678Z'))).toBe('20260102030405')
  })
})

describe('a line of LIST', () => {
  it.each([
    [
      '-rw-r--r--   1 ada  staff      1234 Mar  9 11:22 a  b.txt',
      { name: 'a  b.txt', kind: 'file', sizeBytes: 1234, modifiedMs: at('2026-03-09T11:22:00Z') },
    ],
    [
      'drwxr-xr-x 2 0 0 4096 Dec 24 08:00 folder',
      { name: 'folder', kind: 'folder', modifiedMs: at('2025-12-24T08:00:00Z') },
    ],
    [
      'lrwxrwxrwx 1 ada ada 3 Jan  1  2020 link -> a/b',
      { name: 'link', kind: 'link', target: 'a/b', modifiedMs: at('2020-01-01T00:00:00Z') },
    ],
    [
      '-rw-r--r--+ 1 ada 99 Jan  1  2020  leading',
      { name: ' leading', kind: 'file', sizeBytes: 99, modifiedMs: at('2020-01-01T00:00:00Z') },
    ],
    [
      '02-03-26  01:05PM       <DIR>          Program Files',
      { name: 'Program Files', kind: 'folder', modifiedMs: at('2026-02-03T13:05:00Z') },
    ],
    [
      '02-03-2026  12:05AM                42 x.txt',
      { name: 'x.txt', kind: 'file', sizeBytes: 42, modifiedMs: at('2026-02-03T00:05:00Z') },
    ],
    ['total 12', undefined],
    ['drwxr-xr-x 2 0 0 4096 Dec 24 08:00 ..', undefined],
  ])('gives the facts of an entry: %s', (line, facts) => {
    expect(factsOfListLine(line, now)).toEqual(facts)
  })
})
