import { expect, it } from 'vitest'
import { pastMountName, pastMountOf } from './location.ts'
import { mountNameSchema } from './schemas/location.ts'

it.each([
  ['reports@2026-11-11T164800Z', { mount: 'reports', atMs: Date.UTC(2026, 10, 11, 16, 48) }],
  ['a b@c@2026-01-02T030405.006Z', { mount: 'a b@c', atMs: Date.UTC(2026, 0, 2, 3, 4, 5, 6) }],
])('“%s” is the name of a past mount, and other names are not', (name, past) => {
  expect(pastMountName(past)).toBe(name)
  expect(pastMountOf(name)).toEqual(past)
  expect(mountNameSchema.safeParse(name).success).toBe(false)
})

it.each(['reports', '@2026-11-11T164800Z', 'a@2026-11-11', 'a@2026-13-11T164800Z', 'a@2026-11-11T164800'])(
  '“%s” is not the name of a past mount',
  (name) => expect(pastMountOf(name)).toBeUndefined(),
)
