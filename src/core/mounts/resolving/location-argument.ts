import { lstat } from 'node:fs/promises'
import { posix, win32 } from 'node:path'
import { insideArchives, mountBelowArchives } from '../../../contract/archive-mount.ts'
import { StorageError } from '../../../contract/failure.ts'
import { computerMount, type Location, pastMountOf, splitLocation } from '../../../contract/location.ts'
import { said } from '../../../contract/sentences/said.ts'

/** The meaning of a LOC argument of the command line. */
export interface LocationArgument {
  readonly location: Location
  /** The argument ends with a slash. For a source, this means its contents. */
  readonly endsWithSlash: boolean
}

export interface LocationContext {
  readonly cwd: string
  readonly platform: NodeJS.Platform
  /** The folder of this computer that is the root of the mount `computer`. */
  readonly root: string
  readonly mountNames: readonly string[]
}

/**
 * `NAME:PATH` is a location if `NAME` is a mount, a past mount or an archive mount. Anything else is a path on this
 * computer. In both, `photos.zip!/inner` leads into an archive. Fails with `not-found` if the text looks like a
 * location but neither a mount nor a file has the name.
 */
export async function readLocationArgument(text: string, context: LocationContext): Promise<LocationArgument> {
  const { unknownMount, absolutePath, ...argument } = argumentOf(text, context)
  if (unknownMount !== undefined && !(await exists(absolutePath))) {
    throw noSuchMount(unknownMount, text, context.mountNames)
  }
  return argument
}

/** Like `readLocationArgument`, but never reads the disk: a text that starts like a location is one. */
export function locationOf(text: string, context: LocationContext): Location {
  const { unknownMount, location } = argumentOf(text, context)
  if (unknownMount !== undefined) throw noSuchMount(unknownMount, text, context.mountNames)
  return location
}

interface Argument extends LocationArgument {
  /** Set if the text starts like a location but no mount has the name. */
  readonly unknownMount?: string
  readonly absolutePath: string
}

function argumentOf(text: string, context: LocationContext): Argument {
  const { cwd, platform, mountNames } = context
  const isWindows = platform === 'win32'
  const endsWithSlash = text.endsWith('/') || (isWindows && text.endsWith('\\'))
  const split = isPlainlyPath(text, isWindows) ? undefined : splitLocation(text)
  const absolutePath = (isWindows ? win32 : posix).resolve(cwd, text)
  if (split && (mountNames.includes(configuredMount(split.mount)) || isInArchiveHere(split))) {
    const location = insideArchives({ mount: split.mount, path: withoutEmptyNames(split.path) })
    return { location, endsWithSlash, absolutePath }
  }
  const location = insideArchives({ mount: computerMount, path: pathBelowRoot(absolutePath, context) })
  return { location, endsWithSlash, absolutePath, ...(split && { unknownMount: split.mount }) }
}

/** Returns the mount that is written in the file, for a past mount or an archive on it. */
function configuredMount(name: string): string {
  const below = mountBelowArchives(name)
  return pastMountOf(below)?.mount ?? below
}

function isInArchiveHere({ mount }: Location): boolean {
  return mount !== computerMount && mountBelowArchives(mount) === computerMount
}

function isPlainlyPath(text: string, isWindows: boolean): boolean {
  if (/^[^:]*\//.test(text)) return true // The name of a mount contains no slash.
  return isWindows && /^([A-Za-z]:([\\/]|$)|\.{0,2}\\)/.test(text)
}

function pathBelowRoot(absolute: string, { platform, root }: LocationContext): string {
  if (platform !== 'win32') return withoutEmptyNames(absolute)
  const { root: drive } = win32.parse(absolute)
  if (drive.toLowerCase() !== root.toLowerCase()) {
    throw new StorageError({
      kind: 'unsupported',
      ...said('location.other-drive', { drive }),
      operation: 'cli.place',
    })
  }
  return withoutEmptyNames(absolute.slice(drive.length).replaceAll('\\', '/'))
}

function withoutEmptyNames(path: string): string {
  return path
    .split('/')
    .filter((name) => name !== '' && name !== '.')
    .join('/')
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}

function noSuchMount(name: string, text: string, mountNames: readonly string[]): StorageError {
  return new StorageError({
    kind: 'not-found',
    ...said('location.unknown-mount', { mount: name, names: mountNames.join(', '), text }),
    operation: 'cli.place',
  })
}
