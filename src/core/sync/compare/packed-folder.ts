import { entryKinds } from '../../../contract/choices.ts'
import type { Entry, EntryKind } from '../../../contract/entry.ts'
import type { EntryPage } from '../../../contract/entry-page.ts'
import { createNameColumn, type SortedNames } from './sorted-names.ts'

/** The entries of one folder as columns, as far as a comparison needs them. */
export interface PackedFolder {
  readonly names: SortedNames
  kindOf(row: number): EntryKind
  /** NaN if unknown. */
  sizeOf(row: number): number
  /** NaN if unknown. */
  modifiedOf(row: number): number
  entryOf(row: number): Entry
  /** Tells whether the row has facts outside its columns, such as a link's target. */
  hasMore(row: number): boolean
}

type Extra = EntryPage['extras'][number][1]

export async function packFolder(
  pages: AsyncIterable<EntryPage>,
  keyOf?: (name: string) => string,
): Promise<PackedFolder> {
  const all: EntryPage[] = []
  for await (const page of pages) all.push(page)
  return packPages(all, keyOf)
}

/** Allocates the columns after all pages have arrived, because growing columns would take twice the memory. */
function packPages(pages: EntryPage[], keyOf: ((name: string) => string) | undefined): PackedFolder {
  const sumOf = (sizeOf: (page: EntryPage) => number) => pages.reduce((sum, page) => sum + sizeOf(page), 0)
  const count = sumOf((page) => page.count)
  const names = createNameColumn(keyOf, { bytes: sumOf((page) => page.names.length), rows: count })
  const columns = { kinds: new Uint8Array(count), sizes: new Float64Array(count), modified: new Float64Array(count) }
  const extras = new Map<number, Extra>()
  let begin = 0
  for (let page = pages.shift(); page; page = pages.shift()) {
    names.addAll(page.names, page.nameEnds)
    columns.kinds.set(page.kinds, begin)
    columns.sizes.set(page.sizes, begin)
    columns.modified.set(page.modified, begin)
    for (const [row, extra] of page.extras) extras.set(begin + row, extra)
    begin += page.count
  }
  return folderOf(names.sorted(), columns, extras)
}

interface Columns {
  readonly kinds: Uint8Array
  readonly sizes: Float64Array
  readonly modified: Float64Array
}

function folderOf(names: SortedNames, columns: Columns, extras: ReadonlyMap<number, Extra>): PackedFolder {
  const kindOf = (row: number) => entryKinds[columns.kinds[row] ?? 0] ?? 'file'
  const sizeOf = (row: number) => columns.sizes[row] ?? Number.NaN
  const modifiedOf = (row: number) => columns.modified[row] ?? Number.NaN
  return {
    names,
    kindOf,
    sizeOf,
    modifiedOf,
    hasMore: (row) => extras.has(row),
    entryOf(row) {
      const [sizeBytes, modifiedMs] = [sizeOf(row), modifiedOf(row)]
      return {
        name: names.nameOf(row),
        kind: kindOf(row),
        ...(!Number.isNaN(sizeBytes) && { sizeBytes }),
        ...(!Number.isNaN(modifiedMs) && { modifiedMs }),
        ...extras.get(row),
      }
    },
  }
}

async function* noPages(): AsyncGenerator<EntryPage> {}

export function emptyFolder(): Promise<PackedFolder> {
  return packFolder(noPages())
}
