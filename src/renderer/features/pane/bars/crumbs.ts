import { archiveMountOf } from '../../../../contract/archive-mount.ts'
import { type Location, pathSegments } from '../../../../contract/location.ts'

/** One part of the location of a pane. The first part is the mount and has no name here. */
export interface Crumb {
  readonly name: string
  readonly location: Location
}

/** Returns the parts from the root of the mount downwards, including the archives on the way. */
export function crumbsOf({ mount, path }: Location): readonly Crumb[] {
  const archive = archiveMountOf(mount)
  const top = { mount, path: '' }
  const above = archive ? crumbsOf(archive) : []
  const first = { name: above.at(-1)?.name ?? '', location: top }
  const below = pathSegments(path).map((name, at, names) => ({
    name,
    location: { mount, path: names.slice(0, at + 1).join('/') },
  }))
  return [...above.slice(0, -1), first, ...below]
}
