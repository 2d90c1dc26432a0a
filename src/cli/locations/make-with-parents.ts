import { opensAsFolder } from '../../contract/entry.ts'
import { failureOf, StorageError } from '../../contract/failure.ts'
import { formatLocation, type Location, pathSegments } from '../../contract/location.ts'
import type { Session } from '../compose.ts'

/** Makes a folder and those above it that are not there. Fine if it is there already. */
export async function makeWithParents(
  location: Location,
  { client }: Session,
  options: { readonly signal: AbortSignal },
) {
  const names = pathSegments(location.path)
  // from below, as a folder far above may be there without our being allowed to look at it
  const missing: Location[] = []
  for (let depth = names.length; depth > 0; depth--) {
    const at = { mount: location.mount, path: names.slice(0, depth).join('/') }
    try {
      if (opensAsFolder(await client.listing.stat({ location: at }, options))) break
      throw new StorageError({
        kind: 'not-a-folder',
        message: 'Something else has that name.',
        operation: 'cli.make-folders',
        location: formatLocation(at),
      })
    } catch (error) {
      if (failureOf(error).kind !== 'not-found') throw error
      missing.unshift(at)
    }
  }
  for (const at of missing) await client.files.makeFolder({ location: at }, options)
}
