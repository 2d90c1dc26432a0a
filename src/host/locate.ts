import { posix, win32 } from 'node:path'
import { computerMount, type Location } from '../contract/location.ts'

/** Resolves a path as users type it: `~` is the home folder, and on Windows `/Users` is on the system drive. */
export function typedPath(platform: NodeJS.Platform, homeFolder: string, typed: string): string {
  const paths = platform === 'win32' ? win32 : posix
  if (/^~(?=$|[/\\])/.test(typed)) return paths.join(homeFolder, typed.slice(1))
  const isOfSystemDrive = platform === 'win32' && /^[/\\](?![/\\])/.test(typed)
  return isOfSystemDrive ? paths.join(paths.parse(homeFolder).root, typed) : typed
}

/**
 * Returns a function that finds the location of a local path below the folder `root`; undefined for a path on another
 * drive, or a relative one.
 */
export function locateOn(platform: NodeJS.Platform, root: string): (path: string) => Location | undefined {
  const paths = platform === 'win32' ? win32 : posix
  return (path) => {
    if (!paths.isAbsolute(path) || paths.parse(path).root.toLowerCase() !== root.toLowerCase()) return undefined
    const below = paths.normalize(path).slice(root.length)
    const names = (platform === 'win32' ? below.replaceAll('\\', '/') : below).split('/').filter((name) => name !== '')
    // In names, this sign starts the code of an invalid byte, so a literal one is doubled.
    return { mount: computerMount, path: names.join('/').replaceAll('‛', '‛‛') }
  }
}
