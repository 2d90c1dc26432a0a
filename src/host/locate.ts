import { posix, win32 } from 'node:path'
import { computerMount, type Location } from '../contract/location.ts'

/** A path as people type it: `~` is the home folder, and on Windows `/Users` is on the drive of the system. */
export function typedPath(platform: NodeJS.Platform, homeFolder: string, typed: string): string {
  const paths = platform === 'win32' ? win32 : posix
  if (/^~(?=$|[/\\])/.test(typed)) return paths.join(homeFolder, typed.slice(1))
  const isOfSystemDrive = platform === 'win32' && /^[/\\](?![/\\])/.test(typed)
  return isOfSystemDrive ? paths.join(paths.parse(homeFolder).root, typed) : typed
}

/** Tells the location of a path of this computer, below the folder `root`; undefined for one of another drive, or a relative one. */
export function locateOn(platform: NodeJS.Platform, root: string): (path: string) => Location | undefined {
  const paths = platform === 'win32' ? win32 : posix
  return (path) => {
    if (!paths.isAbsolute(path) || paths.parse(path).root.toLowerCase() !== root.toLowerCase()) return undefined
    const below = paths.normalize(path).slice(root.length)
    const names = (platform === 'win32' ? below.replaceAll('\\', '/') : below).split('/').filter((name) => name !== '')
    // a name that shows bytes begins its codes with this sign, so one of its own is doubled
    return { mount: computerMount, path: names.join('/').replaceAll('‛', '‛‛') }
  }
}
