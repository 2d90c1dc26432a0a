import { said } from '../../../contract/sentences/said.ts'
import { virtualFileOf } from '../../../contract/virtual-mount.ts'
import type { Entry } from '../../../contract/entry.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { baseName, formatLocation, type Location } from '../../../contract/location.ts'
import type { Waits } from '../../backends/backend.ts'
import { folderOf } from '../journal/item-locations.ts'
import { isFailure, type OpenedLocation, locationFailure, nameAt, statIfAny } from '../../operations/opened-location.ts'

/** From this number of names in one folder, one listing is faster than a request for each name. */
const worthListing = 8

/** Looks up entries at many locations, with a request for each one or with one listing of their folder. */
export interface Lookups {
  ifAny(location: OpenedLocation): Promise<Entry | undefined>
  /** Tells whether it is looked up in a listing, which has names as they are spelled. */
  isListed(location: Location): boolean
  /** Returns the entry. Throws `not-found`. */
  at(location: OpenedLocation): Promise<Entry>
}

export function createLookups(
  places: readonly Location[],
  open: (location: Location) => Promise<OpenedLocation>,
  { signal, withSums }: Waits & { readonly withSums: boolean },
): Lookups {
  const wanted = new Map<string, Set<string>>()
  for (const place of places) {
    if (place.path === '') continue
    const folder = formatLocation(folderOf(place))
    wanted.set(folder, (wanted.get(folder) ?? new Set()).add(baseName(place.path)))
  }
  const listed = new Map<string, Promise<ReadonlyMap<string, Entry> | undefined>>()

  async function list(folder: Location, names: ReadonlySet<string>) {
    const { backend, path } = await open(folder)
    const found = new Map<string, Entry>()
    try {
      for await (const page of backend.list(path, { signal, withSums })) {
        for (const entry of unpackEntries(page)) if (names.has(entry.name)) found.set(entry.name, entry)
      }
      return found
    } catch (error) {
      signal.throwIfAborted()
      // A user without list access may still query each entry.
      return isFailure(error, 'not-found') ? found : undefined
    }
  }
  function isListed(location: Location): boolean {
    const names = location.path === '' ? undefined : wanted.get(formatLocation(folderOf(location)))
    return names !== undefined && names.size >= worthListing
  }
  async function ifAny(location: OpenedLocation): Promise<Entry | undefined> {
    const folder = folderOf(location)
    const key = formatLocation(folder)
    const names = wanted.get(key)
    if (!names || !isListed(location)) return statIfAny(location, { signal })
    let listing = listed.get(key)
    if (!listing) listed.set(key, (listing = list(folder, names)))
    const found = await listing
    return found ? found.get(baseName(location.path)) : statIfAny(location, { signal })
  }
  return {
    ifAny,
    isListed,
    async at(location) {
      const entry = await ifAny(location)
      // A part of a virtual file is missing; the mount's own failure names it.
      if (!entry && virtualFileOf(location.mount)) return location.backend.stat(location.path, { signal })
      if (!entry) throw locationFailure('not-found', location, said('store.not-found', { what: nameAt(location) }))
      return entry
    },
  }
}
