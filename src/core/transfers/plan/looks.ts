import type { Entry } from '../../../contract/entry.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { baseName, formatLocation, type Location } from '../../../contract/location.ts'
import type { Waits } from '../../backends/backend.ts'
import { folderOf } from '../journal/paths.ts'
import { isFailure, type Spot, spotFailure, statIfAny } from '../../operations/spot.ts'

/** From so many names in one folder on, one listing is less work than a question for each. */
const worthListing = 8

/** What is at each of many places: each asked for by itself, or all of a folder from one listing of it. */
export interface Looks {
  ifAny(spot: Spot): Promise<Entry | undefined>
  /** Throws `not-found`. */
  at(spot: Spot): Promise<Entry>
}

export function createLooks(
  places: readonly Location[],
  open: (location: Location) => Promise<Spot>,
  { signal, withSums }: Waits & { readonly withSums: boolean },
): Looks {
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
      // who may not list may still look at each
      return isFailure(error, 'not-found') ? found : undefined
    }
  }
  async function ifAny(spot: Spot): Promise<Entry | undefined> {
    const folder = folderOf(spot)
    const key = formatLocation(folder)
    const names = spot.path === '' ? undefined : wanted.get(key)
    if (!names || names.size < worthListing) return statIfAny(spot, { signal })
    let listing = listed.get(key)
    if (!listing) listed.set(key, (listing = list(folder, names)))
    const found = await listing
    return found ? found.get(baseName(spot.path)) : statIfAny(spot, { signal })
  }
  return {
    ifAny,
    async at(spot) {
      const entry = await ifAny(spot)
      if (!entry) throw spotFailure('not-found', spot, 'is not there.')
      return entry
    },
  }
}
