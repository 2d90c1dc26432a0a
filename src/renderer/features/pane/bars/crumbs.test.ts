import { expect, it } from 'vitest'
import { archiveMountName } from '../../../../contract/archive-mount.ts'
import { folderAbove, nameOfLocation } from '../../../../contract/location.ts'
import { crumbsOf } from './crumbs.ts'

const outer = archiveMountName({ mount: 'Home', path: '2026/photos.zip' })
const inner = archiveMountName({ mount: outer, path: 'deep.zip' })

it('parts of a path lead from the mount down through archives', () => {
  expect(crumbsOf({ mount: 'Home', path: 'a/b' }).map(({ name }) => name)).toEqual(['', 'a', 'b'])
  expect(crumbsOf({ mount: inner, path: 'x' })).toEqual([
    { name: '', location: { mount: 'Home', path: '' } },
    { name: '2026', location: { mount: 'Home', path: '2026' } },
    { name: 'photos.zip', location: { mount: outer, path: '' } },
    { name: 'deep.zip', location: { mount: inner, path: '' } },
    { name: 'x', location: { mount: inner, path: 'x' } },
  ])
})

it('going up from an archive leads to the folder that contains it', () => {
  expect(folderAbove({ mount: inner, path: '' })).toEqual({ mount: outer, path: '' })
  expect(folderAbove({ mount: outer, path: '' })).toEqual({ mount: 'Home', path: '2026' })
  expect(nameOfLocation({ mount: outer, path: '' })).toBe('photos.zip')
  expect(folderAbove({ mount: 'Home', path: '' })).toBeUndefined()
})
