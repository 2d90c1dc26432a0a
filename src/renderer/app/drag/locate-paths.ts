import type { Location } from '../../../contract/location.ts'
import type { HostLink } from '../../client.ts'

/** Returns the locations of paths, if the host can read all of them itself. */
export async function locatePaths(
  { link }: { readonly link: HostLink },
  paths: readonly string[],
): Promise<readonly Location[] | undefined> {
  if (paths.length === 0 || paths.includes('')) return undefined
  try {
    const { found } = await link.client().host.locate({ paths: [...paths] })
    const locations = found.flatMap(({ location }) => location ?? [])
    return locations.length === paths.length ? locations : undefined
  } catch {
    return undefined // Offering the files meets and reports the same failure.
  }
}
