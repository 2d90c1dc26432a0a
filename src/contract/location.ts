import { fieldsOf, isTextUpTo } from '../lib/unknown-value.ts'
import { archiveMountOf, isArchiveLike } from './archive-mount.ts'
import { describeVirtual, longestMount, virtualFileOf } from './virtual-mount.ts'

export { longestMount }

/**
 * A place: the name of a mount and a path below its root. The path has no leading or trailing slash; the root is the
 * empty path. Segments are names as in `Entry.name`. The name of an archive mount contains the archive's path.
 */
export interface Location {
  readonly mount: string
  readonly path: string
}

export const longestPath = 65_536

/** The same check as in `schemas/location.ts`, for the window. */
export function isLocation(value: unknown): value is Location {
  const { mount, path } = fieldsOf(value)
  return isTextUpTo(mount, longestMount) && mount !== '' && isTextUpTo(path, longestPath)
}

/**
 * Returns the name of a past mount: `reports@2026-11-11T164800Z`, with milliseconds if they are not zero. Such a mount
 * is not listed and is read-only, and a configured mount can't have such a name.
 */
export function pastMountName({ mount, atMs }: PastMount): string {
  return `${mount}@${new Date(atMs)
    .toISOString()
    .replace('.000Z', 'Z')
    .replaceAll(/(?<=T.*):/g, '')}`
}

export interface PastMount {
  /** The mount that is shown. */
  readonly mount: string
  readonly atMs: number
}

/** Parses the name of a past mount; undefined for any other name. */
export function pastMountOf(name: string): PastMount | undefined {
  const [, mount = '', day = '', hours = '', minutes = '', rest = ''] =
    /^(.+)@(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)(\d\d(?:\.\d{3})?)Z$/.exec(name) ?? []
  const atMs = Date.parse(`${day}T${hours}:${minutes}:${rest}Z`)
  return Number.isNaN(atMs) ? undefined : { mount, atMs }
}

export function isPast({ mount }: Location): boolean {
  return pastMountOf(mount) !== undefined
}

/** Returns the same location in the present mount. A location that is not in a past mount is returned as it is. */
export function presentOf(location: Location): Location {
  const past = pastMountOf(location.mount)
  return past ? { mount: past.mount, path: location.path } : location
}

/** The mount of the whole computer that the host runs on. It is not listed. */
export const computerMount = 'computer'

/**
 * Tells whether a mount holds files that were dropped into a browser. It exists while the window offers them and is
 * opened for transfers only. A configured mount can't have such a name.
 */
export function isDroppedMount(mount: string): boolean {
  return /^browser\/[0-9a-f]{1,32}$/.test(mount)
}

/** Formats a location as users write it: `reports:2026/q3.pdf`. */
export function formatLocation(location: Location): string {
  return `${location.mount}:${location.path}`
}

/**
 * Formats a location for display. Files dropped into a browser appear as files of the user's own computer, without a
 * path. Entries of an archive appear as `reports:photos.zip!/inner`, and files built from other files are named after
 * those.
 */
export function describeLocation(location: Location): string {
  const archive = archiveMountOf(location.mount)
  if (archive && isArchiveLike(archive.path)) return `${describeLocation(archive)}!/${location.path}`
  const made = virtualFileOf(location.mount)
  if (made) return describeVirtual(made)
  return isDroppedMount(location.mount) ? `This computer (browser):${location.path}` : formatLocation(location)
}

/** Splits `name:path`; undefined without a colon. Does not check whether the mount exists. */
export function splitLocation(text: string): Location | undefined {
  const colon = text.indexOf(':')
  if (colon < 1) return undefined
  return { mount: text.slice(0, colon), path: trimSlashes(text.slice(colon + 1)) }
}

/** Returns the names in a path, from the root down. */
export function pathSegments(path: string): string[] {
  return path === '' ? [] : path.split('/')
}

/** Returns the parent folder of a path. The root is its own parent. */
export function parentPath(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '' : path.slice(0, slash)
}

/**
 * Returns the parent folder. For the root of an archive, it is the folder that holds the archive. Undefined for the
 * root of a mount.
 */
export function folderAbove({ mount, path }: Location): Location | undefined {
  const archive = path === '' ? archiveMountOf(mount) : undefined
  if (archive) return { mount: archive.mount, path: parentPath(archive.path) }
  return path === '' ? undefined : { mount, path: parentPath(path) }
}

/**
 * Returns the base name of a location. For the root of an archive, it is the archive's name. Empty for the root of a
 * mount.
 */
export function nameOfLocation({ mount, path }: Location): string {
  return baseName(path === '' ? (archiveMountOf(mount)?.path ?? '') : path)
}

/** Returns the base name of a path; empty for the root. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Returns the path of `name` inside the folder `path`. */
export function childPath(path: string, name: string): string {
  return path === '' ? name : `${path}/${name}`
}

/** Returns the path of `inner` below the folder `outer`. */
export function joinPaths(outer: string, inner: string): string {
  return inner === '' ? outer : childPath(outer, inner)
}

function trimSlashes(path: string): string {
  return path.replace(/^\/+|\/+$/g, '')
}
