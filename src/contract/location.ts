import { fieldsOf, isTextUpTo } from '../lib/unknown-value.ts'
import { archiveMountOf, isArchiveLike } from './archive-mount.ts'
import { describeVirtual, longestMount, virtualFileOf } from './virtual-mount.ts'

export { longestMount }

/**
 * A place: a mount's name and a path below its root. The path has no leading or trailing slash; the root is the empty
 * path. Segments are names as `Entry.name` gives them. The name of a mount that shows an archive has the archive's path in it.
 */
export interface Location {
  readonly mount: string
  readonly path: string
}

export const longestPath = 65_536

/** The same check as that of `schemas/location.ts`, for the window. */
export function isLocation(value: unknown): value is Location {
  const { mount, path } = fieldsOf(value)
  return isTextUpTo(mount, longestMount) && mount !== '' && isTextUpTo(path, longestPath)
}

/**
 * The name of the mount that shows another one as it was: `reports@2026-11-11T164800Z`, with milliseconds where there are any.
 * It is not listed, can only be read, and no configured mount can have such a name.
 */
export function pastMountName({ mount, atMs }: PastMount): string {
  return `${mount}@${new Date(atMs)
    .toISOString()
    .replace('.000Z', 'Z')
    .replaceAll(/(?<=T.*):/g, '')}`
}

export interface PastMount {
  /** The mount it shows. */
  readonly mount: string
  readonly atMs: number
}

/** What such a name means; undefined for any other one. */
export function pastMountOf(name: string): PastMount | undefined {
  const [, mount = '', day = '', hours = '', minutes = '', rest = ''] =
    /^(.+)@(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)(\d\d(?:\.\d{3})?)Z$/.exec(name) ?? []
  const atMs = Date.parse(`${day}T${hours}:${minutes}:${rest}Z`)
  return Number.isNaN(atMs) ? undefined : { mount, atMs }
}

export function isPast({ mount }: Location): boolean {
  return pastMountOf(mount) !== undefined
}

/** The same place now, of one that is shown as it was; any other one is what it is. */
export function presentOf(location: Location): Location {
  const past = pastMountOf(location.mount)
  return past ? { mount: past.mount, path: location.path } : location
}

/** The mount of the whole computer that the host runs on. It is not listed. */
export const computerMount = 'computer'

/**
 * Files that were dropped into a browser are below a mount of their own as long as the window holds them: it is opened for
 * transfers alone, and no configured mount can have such a name.
 */
export function isDroppedMount(mount: string): boolean {
  return /^browser\/[0-9a-f]{1,32}$/.test(mount)
}

/** `reports:2026/q3.pdf`, as people write it. */
export function formatLocation(location: Location): string {
  return `${location.mount}:${location.path}`
}

/**
 * The same for people to read: what was dropped into a browser is on their own computer, wherever it is there; what is in an
 * archive is `reports:photos.zip!/inner`, and what is made of other files is called after them.
 */
export function describeLocation(location: Location): string {
  const archive = archiveMountOf(location.mount)
  if (archive && isArchiveLike(archive.path)) return `${describeLocation(archive)}!/${location.path}`
  const made = virtualFileOf(location.mount)
  if (made) return describeVirtual(made)
  return isDroppedMount(location.mount) ? `This computer (browser):${location.path}` : formatLocation(location)
}

/** Splits `name:path`; undefined when there is no colon. Says nothing on whether such a mount exists. */
export function splitLocation(text: string): Location | undefined {
  const colon = text.indexOf(':')
  if (colon < 1) return undefined
  return { mount: text.slice(0, colon), path: trimSlashes(text.slice(colon + 1)) }
}

/** The names in a path, from the root down. */
export function pathSegments(path: string): string[] {
  return path === '' ? [] : path.split('/')
}

/** The folder a path is in; the root is its own parent. */
export function parentPath(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '' : path.slice(0, slash)
}

/** The parent folder. For the root of an archive, it is the folder that holds the archive. Undefined for the root of a mount. */
export function folderAbove({ mount, path }: Location): Location | undefined {
  const archive = path === '' ? archiveMountOf(mount) : undefined
  if (archive) return { mount: archive.mount, path: parentPath(archive.path) }
  return path === '' ? undefined : { mount, path: parentPath(path) }
}

/** What a location is called: its last name, or that of the archive whose top it is. Empty for the root of a mount. */
export function nameOfLocation({ mount, path }: Location): string {
  return baseName(path === '' ? (archiveMountOf(mount)?.path ?? '') : path)
}

/** The last name of a path; empty for the root. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** The path of `name` inside the folder `path`. */
export function childPath(path: string, name: string): string {
  return path === '' ? name : `${path}/${name}`
}

/** The path `inner` below the folder `outer`. */
export function joinPaths(outer: string, inner: string): string {
  return inner === '' ? outer : childPath(outer, inner)
}

function trimSlashes(path: string): string {
  return path.replace(/^\/+|\/+$/g, '')
}
