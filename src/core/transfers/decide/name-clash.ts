/** Names that are two here and one there: they differ in case, or in how an accent is written. */
import type { Entry } from '../../../contract/entry.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { baseName, childPath, parentPath } from '../../../contract/location.ts'
import type { Backend, Waits } from '../../backends/backend.ts'
import type { NameClash } from '../journal/records.ts'
import { isFailure, type OpenedLocation, statIfAny } from '../../operations/opened-location.ts'

/** Can any name clash there? A folder of this computer may have a disk of another kind below it. */
export function mayClash({ capabilities, localPath }: Backend): boolean {
  const { caseSensitive, distinguishesUnicodeForms } = capabilities
  return localPath !== undefined || caseSensitive !== true || distinguishesUnicodeForms !== true
}

/** Two names are one where names are compared most loosely if this of them is the same. */
export function looseName(name: string): string {
  // both ways: some letters have two small forms, others two large ones
  return name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')
}

/**
 * Of a place where something is: whether that goes by another name than the one it was asked for by. Only a listing
 * tells, as such stores find a file by each of its spellings.
 */
export async function clashAt({ backend, path }: OpenedLocation, { signal }: Waits): Promise<NameClash | undefined> {
  if (path === '' || !mayClash(backend)) return undefined
  const name = baseName(path)
  const loose = looseName(name)
  let other: string | undefined
  try {
    for await (const page of backend.list(parentPath(path), { signal })) {
      for (const entry of unpackEntries(page)) {
        if (entry.name === name) return undefined
        if (looseName(entry.name) === loose) other ??= entry.name
      }
    }
  } catch (error) {
    signal.throwIfAborted()
    if (isFailure(error, 'denied') || isFailure(error, 'not-found')) return undefined
    throw error
  }
  if (other === undefined) return undefined
  return { kind: other.normalize('NFC') === name.normalize('NFC') ? 'unicode' : 'case', name: other }
}

/** Does the folder of a source hold the other name, too? Then two of what is copied come to one place. */
export async function isBesideIt(from: OpenedLocation, { name }: NameClash, { signal }: Waits): Promise<boolean> {
  const beside = { ...from, path: childPath(parentPath(from.path), name) }
  const found: Entry | undefined = await statIfAny(beside, { signal })
  if (!found) return false
  // the source's own store may not tell the two apart either
  return !mayClash(from.backend) || (await clashAt(beside, { signal })) === undefined
}
