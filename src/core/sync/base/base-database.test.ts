import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Agreed } from '../actions.ts'
import { type BaseDatabase, openBaseDatabase } from './base-database.ts'
import { loadBaseFolder } from './base-folder.ts'

const identity = { left: 'Home:photos volume 1', right: 'reports:photos account 2' }
const folderMark: Agreed = { left: { kind: 'folder' }, right: { kind: 'folder' } }
const file = (sizeBytes: number): Agreed => ({
  left: { kind: 'file', sizeBytes, modifiedMs: 1, sums: { md5: 'a' } },
  right: { kind: 'file', sizeBytes, modifiedMs: 2 },
})

let folder: string
let open: BaseDatabase[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-base-'))
  open = []
})
afterEach(() => {
  for (const each of open) each.close()
  rmSync(folder, { recursive: true, force: true })
})
const path = () => join(folder, 'pair.db')
function opened(as = identity) {
  const base = openBaseDatabase(path(), as)
  open.push(base)
  return base
}
const namesIn = (base: BaseDatabase, at: string) => Array.from(base.folder(at), ({ name }) => name)

describe('the agreed state of a pair', () => {
  it('survives a crash, with the facts of each side, and is read folder by folder', () => {
    opened().apply([
      { kind: 'agree', path: 'a', agreed: folderMark },
      { kind: 'agree', path: 'a/f', agreed: file(3) },
      { kind: 'agree', path: 'a-b', agreed: file(4) },
    ])
    const again = opened() // The first one was never closed.
    expect(again.notice).toBeUndefined()
    expect(namesIn(again, '')).toEqual(['a', 'a-b'])
    const loaded = loadBaseFolder(again, 'a')
    expect([loaded.names.nameOf(0), loaded.agreedOf(0)]).toEqual(['f', file(3)])
  })

  it('forgets a folder with everything below it, and no sibling', () => {
    const base = opened()
    for (const at of ['a', 'a/b', 'ab']) base.apply([{ kind: 'agree', path: at, agreed: folderMark }])
    for (const at of ['a/b/f', 'ab/f', 'a!/f']) base.apply([{ kind: 'agree', path: at, agreed: file(1) }])
    base.apply([{ kind: 'forget', path: 'a' }])
    expect(['', 'a', 'a/b', 'ab', 'a!'].map((at) => namesIn(base, at))).toEqual([['ab'], [], [], ['f'], ['f']])
    base.apply([{ kind: 'agree', path: 'ab', agreed: file(1) }])
    expect(namesIn(base, 'ab')).toEqual([])
  })

  it('applies all changes of a batch or none', () => {
    const base = opened()
    const failing = function* failing() {
      yield { kind: 'agree', path: 'f', agreed: file(1) } as const
      throw new Error('ended in the middle')
    }
    expect(() => base.apply(failing())).toThrow('ended in the middle')
    expect(base.isEmpty()).toBe(true)
  })

  it('reads folders with many names in order', () => {
    const base = opened()
    base.apply(
      Array.from({ length: 12_000 }, (_, at) => ({ kind: 'agree', path: `n${at}`, agreed: file(at) }) as const),
    )
    const names = namesIn(base, '')
    expect(names).toHaveLength(12_000)
    expect(names).toEqual(names.toSorted())
  })

  it('is set aside with a notice if it is damaged, and never assumed to be empty', () => {
    writeFileSync(path(), 'no database at all, but long enough to be looked at as one'.repeat(40))
    const base = opened()
    expect(base.notice).toContain('is damaged')
    expect(base.isEmpty()).toBe(true)
    const aside = readdirSync(folder).filter((name) => name.endsWith('.aside'))
    expect(aside).toHaveLength(1)
    expect(existsSync(path())).toBe(true)
  })

  it('reports that it belongs to another pair of folders', () => {
    opened().apply([{ kind: 'agree', path: 'f', agreed: file(1) }])
    expect(opened().isOf).toBeUndefined()
    const other = opened({ ...identity, right: 'reports:photos account 3' })
    expect(other.isOf).toEqual(identity)
    expect(opened().isOf).toBeUndefined()
  })
})
