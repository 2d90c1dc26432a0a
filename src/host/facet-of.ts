import type { FacetName } from '../contract/capabilities.ts'
import { StorageError } from '../contract/failure.ts'
import { formatLocation, type Location } from '../contract/location.ts'
import { said } from '../contract/sentences/said.ts'
import type { Backend } from '../core/backends/backend.ts'
import type { Mounts, OpenMount } from '../core/mounts/mounts.ts'

/** Returns a facet of the mount of a location. Throws `unsupported`, with the mount's reason if it has one. */
export async function facetOf<F extends FacetName>(
  mounts: Mounts,
  location: Location,
  facet: F,
  { operation, signal }: { readonly operation: string; readonly signal: AbortSignal },
): Promise<NonNullable<Backend[F]>> {
  const mount = await mounts.open(location.mount, { signal })
  const found = mount.backend[facet]
  if (found) return found
  throw lackingFacet(mount, facet, { operation, location })
}

export function lackingFacet(
  { backend, info }: OpenMount,
  facet: FacetName,
  { operation, location }: { readonly operation: string; readonly location: Location },
): StorageError {
  const why = backend.capabilities.withheld[facet]
  const code: `without.${FacetName}` = `without.${facet}`
  return new StorageError({
    kind: 'unsupported',
    ...(why === undefined ? said(code, { mount: info.label ?? info.name }) : { message: why }),
    operation,
    location: formatLocation(location),
  })
}
