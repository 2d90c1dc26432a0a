/**
 * Names that differ at the source but are one name at the target: they differ in case, or in how an accent is encoded.
 */
import type { Entry } from '../../../contract/entry.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { baseName, childPath, parentPath } from '../../../contract/location.ts'
import { looseName } from '../../../lib/text/loose-name.ts'
import type { Backend, Waits } from '../../backends/backend.ts'
import type { NameClash } from '../journal/item-record.ts'
import { isFailure, type OpenedLocation, statIfAny } from '../../operations/opened-location.ts'

/** Tells whether names can clash on a mount. A folder of this computer may contain a disk of another kind. */
export function mayClash({ capabilities, localPath }: Backend): boolean {
  const { caseSensitive, distinguishesUnicodeForms } = capabilities
  return localPath !== undefined || caseSensitive !== true || distinguishesUnicodeForms !== true
}

/**
 * Tells whether the item at this location has another name than the one asked for. Only a listing can tell, because
 * such stores find a file by each of its spellings.
 */
export async function clashAt(location: OpenedLocation, { signal }: Waits): Promise<NameClash | undefined> {
  const { backend, path } = location
  if (path === '' || !mayClash(backend)) return undefined
  const name = baseName(path)
  return (await clashesIn(location, [name], { signal })).get(name)
}

/** Finds clashes for several names in the parent folder of a location, with one listing. */
async function clashesIn(
  { backend, path }: OpenedLocation,
  names: readonly string[],
  { signal }: Waits,
): Promise<ReadonlyMap<string, NameClash>> {
  const asked = new Map<string, Set<string>>()
  for (const name of names) asked.set(looseName(name), (asked.get(looseName(name)) ?? new Set()).add(name))
  const clashes = new Map<string, NameClash>()
  const exact = new Set<string>()
  try {
    for await (const page of backend.list(parentPath(path), { signal })) {
      for (const entry of unpackEntries(page)) {
        for (const name of asked.get(looseName(entry.name)) ?? []) {
          if (entry.name === name) exact.add(name)
          else if (!clashes.has(name)) clashes.set(name, clashOf(name, entry.name))
        }
      }
    }
  } catch (error) {
    signal.throwIfAborted()
    if (isFailure(error, 'denied') || isFailure(error, 'not-found')) return new Map()
    throw error
  }
  for (const name of exact) clashes.delete(name)
  return clashes
}

function clashOf(name: string, other: string): NameClash {
  return { kind: other.normalize('NFC') === name.normalize('NFC') ? 'unicode' : 'case', name: other }
}

export type FindClash = (location: OpenedLocation) => Promise<NameClash | undefined>

interface Asked {
  readonly location: OpenedLocation
  readonly resolve: (clash: NameClash | undefined) => void
  readonly reject: (error: unknown) => void
}

/** Finds clashes as `clashAt`, for many names of a folder. Requests that arrive during a listing share the next one. */
export function createClashFinder({ signal }: Waits): FindClash {
  const folders = new Map<string, Asked[]>()

  async function listFor(key: string, asked: Asked[]): Promise<void> {
    while (asked.length > 0) {
      const batch = asked.splice(0)
      const [first] = batch
      if (!first) break
      try {
        const clashes = await clashesIn(
          first.location,
          batch.map(({ location }) => baseName(location.path)),
          { signal },
        )
        for (const { location, resolve } of batch) resolve(clashes.get(baseName(location.path)))
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    folders.delete(key)
  }
  return (location) => {
    if (location.path === '' || !mayClash(location.backend)) return Promise.resolve(undefined)
    return new Promise((resolve, reject) => {
      const key = `${location.mount}:${parentPath(location.path)}`
      const found = folders.get(key)
      const asked = found ?? []
      asked.push({ location, resolve, reject })
      if (found) return
      folders.set(key, asked)
      void listFor(key, asked)
    })
  }
}

/** Tells whether the source's folder also holds the other name. Then two copied entries have the same target. */
export async function isBesideIt(from: OpenedLocation, { name }: NameClash, { signal }: Waits): Promise<boolean> {
  const beside = { ...from, path: childPath(parentPath(from.path), name) }
  const found: Entry | undefined = await statIfAny(beside, { signal })
  if (!found) return false
  // The source's own store may not distinguish the two names either.
  return !mayClash(from.backend) || (await clashAt(beside, { signal })) === undefined
}
