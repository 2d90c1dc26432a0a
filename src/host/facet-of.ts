import type { FacetName } from '../contract/capabilities.ts'
import { StorageError } from '../contract/failure.ts'
import { formatLocation, type Location } from '../contract/location.ts'
import type { Backend } from '../core/backends/backend.ts'
import type { Mounts } from '../core/mounts/mounts.ts'

/** What a mount would do with each ability, for the sentence that says it can't. */
const deeds: Readonly<Record<FacetName, string>> = {
  rename: 'can’t give an entry another place in one step',
  trash: 'has no trash',
  watch: 'can’t tell when a folder changes',
  localPath: 'is no folder of this computer',
  identity: 'can’t tell where an entry really is',
  versions: 'keeps no versions',
  moments: 'keeps no versions, so it can’t be shown as it was',
  deleted: 'can’t bring back what was deleted',
  links: 'can’t make links',
  properties: 'keeps no properties of files',
  permissions: 'has no owners and permissions of files',
  archive: 'has no archive to bring files back from',
  serverCopy: 'can’t copy by itself',
  removeMany: 'deletes files one by one',
  container: 'has no bucket or container to look at',
  uploads: 'has no unfinished uploads',
  checksums: 'keeps no sums of files',
  space: 'can’t tell how much room there is',
  clock: 'does not tell its clock',
  staging: 'can’t take a file in pieces',
  bulk: 'takes files one by one',
  history: 'keeps no history of its own',
}

/** The ability of the mount a location is on. Throws `unsupported`, with the reason where the mount knows one. */
export async function facetOf<F extends FacetName>(
  mounts: Mounts,
  location: Location,
  facet: F,
  { operation, signal }: { readonly operation: string; readonly signal: AbortSignal },
): Promise<NonNullable<Backend[F]>> {
  const { backend, info } = await mounts.open(location.mount, { signal })
  const found = backend[facet]
  if (found) return found
  const why = backend.capabilities.withheld[facet]
  throw new StorageError({
    kind: 'unsupported',
    message: why ?? `${info.label ?? info.name} ${deeds[facet]}.`,
    operation,
    location: formatLocation(location),
  })
}
