import { expect, test } from 'vitest'
import { type Capabilities, plainCapabilities } from '../../../contract/capabilities.ts'
import { deletionOf } from './deletion.ts'

const base: Capabilities = {
  ...plainCapabilities,
  facets: [],
  entryFacts: [],
  keepsEmptyFolders: true,
  modifiedTime: { canSet: true, precisionMs: 1 },
  caseSensitive: true,
  distinguishesUnicodeForms: true,
  limits: {},
}

test('a mount that keeps versions is never said to delete for ever', () => {
  const kept: Capabilities = { ...base, keepsVersions: true, facets: ['versions', 'deleted', 'trash'] }
  for (const to of ['trash', 'nowhere'] as const) {
    const { kind, about } = deletionOf(kept, to, 'reports')
    expect(kind).toBe('mark')
    expect(about).toContain('can be undone')
  }
})

test('states that may not be listed are said to be out of reach, and why', () => {
  const why = 'Your key may not list versions.'
  const { about, reason } = deletionOf({ ...base, keepsVersions: true, withheld: { deleted: why } }, 'nowhere', 'r')
  expect(about).toContain('can’t be brought back from here')
  expect(reason).toBe(why)
})

test('without a trash and versions nothing can be brought back, and what is not known counts as that', () => {
  expect(deletionOf(base, 'nowhere', 'box')).toMatchObject({
    kind: 'for-ever',
    about: '“box” has no trash and keeps no versions. Nothing can bring these back:',
  })
  expect(deletionOf({ ...base, keepsVersions: 'unknown' }, 'nowhere', 'box').about).toContain('not known')
  expect(deletionOf(undefined, 'nowhere', 'box').kind).toBe('for-ever')
})

test('a trash is passed by only when that is asked for', () => {
  const local: Capabilities = { ...base, facets: ['trash', 'localPath'] }
  expect(deletionOf(local, 'trash', 'Home')).toMatchObject({ kind: 'trash' })
  expect(deletionOf(local, 'nowhere', 'Home').about).toContain('passes the trash by')
})
