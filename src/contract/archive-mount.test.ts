import { expect, it } from 'vitest'
import {
  archiveMountName,
  archiveMountOf,
  insideArchives,
  isArchiveLike,
  isArchiveName,
  mountBelowArchives,
  nameWithoutArchiveEnding,
} from './archive-mount.ts'
import { describeLocation, formatLocation, pastMountOf, splitLocation } from './location.ts'
import { mountNameSchema } from './schemas/location.ts'

it.each(['photos.zip', '2026/q 3/a:b!c%2F@\\d.zip', 'größe/東京.tar.gz', 'x@2026-11-11T164800Z', '!', 'tab\there.zip'])(
  'encodes the archive %j as a mount name and decodes it',
  (path) => {
    const mount = archiveMountName({ mount: 'Home', path })
    expect(archiveMountOf(mount)).toEqual({ mount: 'Home', path })
    const inner = { mount, path: 'inner/a:b.txt' }
    expect(splitLocation(formatLocation(inner))).toEqual(inner)
    expect(pastMountOf(mount)).toBeUndefined()
    expect(mountNameSchema.safeParse(mount).success).toBe(false)
  },
)

it('encodes nested archives, and archives on past mounts', () => {
  const outer = archiveMountName({ mount: 'Shelf@2026-11-11T164800Z', path: 'a.zip' })
  const inner = archiveMountName({ mount: outer, path: 'sub/b.zip' })
  expect(archiveMountOf(inner)).toEqual({ mount: outer, path: 'sub/b.zip' })
  expect(mountBelowArchives(inner)).toBe('Shelf@2026-11-11T164800Z')
  expect(describeLocation({ mount: inner, path: 'x' })).toBe('Shelf@2026-11-11T164800Z:a.zip!/sub/b.zip!/x')
})

it('does not decode names of other mounts', () => {
  for (const name of ['Home', 'Wow!', '!a', 'a!b/c', 'a!%2f', 'a!b:c', 'a!%'])
    expect(archiveMountOf(name)).toBeUndefined()
})

it('reads paths into archives as people write them', () => {
  const home = (path: string) => ({ mount: 'Home', path })
  expect(insideArchives(home('a/b.zip!/c/d'))).toEqual({ mount: 'Home!a%2Fb.zip', path: 'c/d' })
  expect(insideArchives(home('b.zip!/in.tgz!/c'))).toEqual({ mount: 'Home!b.zip!in.tgz', path: 'c' })
  expect(insideArchives(home('b.zip!'))).toEqual({ mount: 'Home!b.zip', path: '' })
  expect(insideArchives(home('Wow!/b.txt'))).toEqual(home('Wow!/b.txt'))
})

it('detects archives by file name', () => {
  expect(['a.zip', 'A.ZIP', 'b.tar.gz', 'b.tgz', 'c.jar'].every(isArchiveName)).toBe(true)
  expect(['a.gz', 'zip', '.zip', 'a.docx'].some(isArchiveName)).toBe(false)
  expect(isArchiveLike('a.docx')).toBe(true)
  expect(['a.tar.gz', 'b.zip', 'c.docx', 'd'].map(nameWithoutArchiveEnding)).toEqual(['a', 'b', 'c', 'd'])
})
