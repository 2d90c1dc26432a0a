import { childPath, type Location, parentPath } from '../../../contract/location.ts'
import type { ItemJournal } from './item-journal.ts'
import type { ItemFacts, ItemRecord, Origin } from './item-record.ts'
import type { TransferRecord } from './records.ts'

/** The number of folders whose paths are cached. */
const mostRemembered = 5000

export interface SourceAndTarget {
  readonly from: Location
  readonly to: Location
}

export interface ItemLocations {
  of(item: Pick<ItemFacts, 'number' | 'parent' | 'name' | 'toName'> & { readonly detail: Origin }): SourceAndTarget
  /** Returns the folder that contains an item. */
  folder(number: number): ItemRecord | undefined
  /** Must be called after every change to a folder. */
  forget(number: number): void
}

/**
 * Finds the source and target of items. For copies and moves, the locations are built from the names of the parent
 * folders.
 */
export function createItemLocations(
  journal: ItemJournal,
  { id: transfer, request }: Pick<TransferRecord, 'id' | 'request'>,
): ItemLocations {
  const folders = new Map<number, { readonly row: ItemRecord; readonly places: SourceAndTarget }>()

  function remembered(number: number) {
    const known = folders.get(number)
    if (known) return known
    const row = journal.get(transfer, number)
    if (!row) throw new Error(`folder ${number} of transfer ${transfer} is missing`)
    const found = { row, places: of(row) }
    if (folders.size >= mostRemembered) folders.clear()
    folders.set(number, found)
    return found
  }
  function of({ parent, name, toName = name, detail }: Parameters<ItemLocations['of']>[0]): SourceAndTarget {
    if (parent !== 0) {
      const { from, to } = remembered(parent).places
      return { from: below(from, name), to: below(to, toName) }
    }
    const { places } = detail
    if (places) return { from: places.from, to: places.to ?? places.from }
    const { sources = [], into } = 'into' in request ? request : {}
    const source = sources[detail.source ?? 0]
    if (!source || !into) throw new Error(`source ${detail.source} of transfer ${transfer} is missing`)
    const isContents = detail.contents === true
    return { from: source.location, to: isContents ? into : below(into, toName) }
  }
  return {
    of,
    folder: (number) => (number === 0 ? undefined : remembered(number).row),
    forget(number) {
      // The locations below this folder depend on it.
      if (folders.has(number)) folders.clear()
    },
  }
}

function below({ mount, path }: Location, name: string): Location {
  return { mount, path: childPath(path, name) }
}

export function folderOf({ mount, path }: Location): Location {
  return { mount, path: parentPath(path) }
}
