import { expect, test } from 'vitest'
import type { Capabilities } from '../../../contract/capabilities.ts'
import { plainCapabilities } from '../../../contract/derived-capabilities.ts'
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

const kept: Capabilities = { ...base, keepsVersions: true, facets: ['versions', 'deleted', 'trash'] }

test('a mount with versions marks items as deleted, and deletes permanently only on request', () => {
  expect(deletionOf(kept, 'trash', 'reports')).toMatchObject({ kind: 'mark' })
  expect(deletionOf(kept, 'trash', 'reports').about).toContain('can be undone')
  const { kind, about } = deletionOf(kept, 'nowhere', 'reports')
  expect(kind).toBe('for-ever')
  expect(about).toContain('All versions of these items')
})

test('explains why items cannot be restored if versions may not be listed', () => {
  const why = 'Your key may not list versions.'
  const withheld = { deleted: why, versions: why }
  const unlisted: Capabilities = { ...base, keepsVersions: true, facets: ['trash'], withheld }
  expect(deletionOf(unlisted, 'trash', 'r').about).toContain('can’t restore them')
  expect(deletionOf(unlisted, 'trash', 'r').reason).toBe(why)
  const { about, reason } = deletionOf(unlisted, 'nowhere', 'r')
  expect(about).toContain('Nothing will be deleted')
  expect(reason).toBe(why)
})

test('a store with soft delete is not described as deleting permanently', () => {
  const soft: Capabilities = { ...base, keepsVersions: 'unknown', facets: ['versions', 'deleted', 'trash'] }
  expect(deletionOf(soft, 'nowhere', 'lake')).toMatchObject({ kind: 'mark' })
  expect(deletionOf(soft, 'nowhere', 'lake').about).toContain('for some days')
})

test('describes deletion as permanent without trash and versions, or if that is unknown', () => {
  expect(deletionOf(base, 'nowhere', 'box')).toMatchObject({
    kind: 'for-ever',
    about: '“box” has no trash and no versions. These items are deleted permanently:',
  })
  expect(deletionOf({ ...base, keepsVersions: 'unknown' }, 'nowhere', 'box').about).toContain('not known')
  expect(deletionOf(undefined, 'nowhere', 'box').kind).toBe('for-ever')
})

test('bypasses the trash only on request', () => {
  const local: Capabilities = { ...base, facets: ['trash', 'localPath'] }
  expect(deletionOf(local, 'trash', 'Home')).toMatchObject({ kind: 'trash' })
  expect(deletionOf(local, 'nowhere', 'Home').about).toContain('do not go to the trash')
})
