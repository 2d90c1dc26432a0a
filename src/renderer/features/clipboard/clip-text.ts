import type { MountInfo } from '../../../contract/api/mounts.ts'
import { formatLocation, type Location } from '../../../contract/location.ts'

/** Formats locations for other programs, one per line. A file on this computer is written as its path. */
export function clipText(
  locations: readonly Location[],
  mountOf: (name: string) => Pick<MountInfo, 'folder'> | undefined,
): string {
  return locations
    .map((location) => osPath(location, mountOf(location.mount)?.folder) ?? formatLocation(location))
    .join('\n')
}

function osPath({ path }: Location, folder: string | undefined): string | undefined {
  if (folder === undefined) return undefined
  const slash = folder.startsWith('/') ? '/' : '\\'
  const root = folder.endsWith(slash) ? folder : folder + slash
  return root + path.replaceAll('/', slash)
}
