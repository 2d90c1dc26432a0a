import { opensAsFolder } from '../../contract/entry.ts'
import { failureOf, StorageError } from '../../contract/failure.ts'
import { formatLocation, type Location, pathSegments } from '../../contract/location.ts'
import type { Session } from '../compose.ts'

/** Creates a folder and its missing parent folders. Does nothing if it exists. */
export async function makeWithParents(
  location: Location,
  { client }: Session,
  options: { readonly signal: AbortSignal },
) {
  const names = pathSegments(location.path)
  // Starts at the bottom, because the user may have no access to an existing folder further up.
  const missing: Location[] = []
  for (let depth = names.length; depth > 0; depth--) {
    const at = { mount: location.mount, path: names.slice(0, depth).join('/') }
    try {
      if (opensAsFolder(await client.listing.stat({ location: at }, options))) break
      throw new StorageError({
        kind: 'not-a-folder',
        message: 'Another item has this name.',
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
