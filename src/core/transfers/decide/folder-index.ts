import type { Entry } from '../../../contract/entry.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import type { Waits } from '../../backends/backend.ts'
import { looseName } from '../../../lib/text/loose-name.ts'
import { mayClash } from './name-clash.ts'
import type { Prior } from '../journal/item-record.ts'
import { isFailure, type OpenedLocation } from '../../operations/opened-location.ts'

/** The most names of one folder that are held. Beyond that, each item is queried alone. */
const mostNames = 100_000

/** The contents of a target folder, from one listing instead of one request for each file. */
export interface FolderIndex {
  /** `like`: a name that may be the same name at the target. `unknown`: the folder has too many names. */
  find(name: string): Prior | 'nothing' | 'like' | 'unknown'
}

export const emptyFolder: FolderIndex = { find: () => 'nothing' }

/** Lists the target folder. A folder that does not exist counts as empty. */
export async function indexFolder(
  { backend, path }: OpenedLocation,
  { signal, withSums, most = mostNames }: Waits & { readonly withSums: boolean; readonly most?: number },
): Promise<FolderIndex> {
  const names = new Map<string, Prior>()
  try {
    for await (const page of backend.list(path, { signal, withSums })) {
      for (const entry of unpackEntries(page)) names.set(entry.name, priorOf(entry))
      if (names.size > most) return { find: () => 'unknown' }
    }
  } catch (error) {
    if (isFailure(error, 'not-found')) return emptyFolder
    // A user with write access but no list access gets the result of the write instead.
    if (isFailure(error, 'denied')) return { find: () => 'unknown' }
    throw error
  }
  if (!mayClash(backend)) return { find: (name) => names.get(name) ?? 'nothing' }
  let loose: ReadonlySet<string> | undefined
  const isLike = (name: string) => (loose ??= new Set(Array.from(names.keys(), looseName))).has(looseName(name))
  return { find: (name) => names.get(name) ?? (isLike(name) ? 'like' : 'nothing') }
}

export function priorOf({ kind, sizeBytes, modifiedMs, sums, link }: Entry): Prior {
  return {
    kind: link?.leadsTo === 'folder' ? 'folder' : kind,
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...(modifiedMs !== undefined && { modifiedMs }),
    ...(sums && { sums }),
  }
}
