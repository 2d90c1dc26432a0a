import { entryKinds } from '../../../contract/choices.ts'
import type { Entry, EntryKind } from '../../../contract/entry.ts'
import type { EntryPage } from '../../../contract/entry-page.ts'
import { createNameColumn, type SortedNames } from './sorted-names.ts'

/** What a comparison needs of the entries of one folder, as columns. */
export interface PackedFolder {
  readonly names: SortedNames
  kindOf(row: number): EntryKind
  /** NaN where it is not known. */
  sizeOf(row: number): number
  /** NaN where it is not known. */
  modifiedOf(row: number): number
  entryOf(row: number): Entry
  /** Has the row more facts than its columns tell, such as a link's target? */
  hasMore(row: number): boolean
}

type Extra = EntryPage['extras'][number][1]

export async function packFolder(
  pages: AsyncIterable<EntryPage>,
  keyOf?: (name: string) => string,
): Promise<PackedFolder> {
  const names = createNameColumn(keyOf)
  const columns: Pick<EntryPage, 'kinds' | 'sizes' | 'modified'>[] = []
  const extras = new Map<number, Extra>()
  let count = 0
  for await (const page of pages) {
    names.addAll(page.names, page.nameEnds)
    for (const [row, extra] of page.extras) extras.set(count + row, extra)
    columns.push({ kinds: page.kinds, sizes: page.sizes, modified: page.modified })
    count += page.count
  }
  return folderOf(names.sorted(), joined(columns, count), extras)
}

interface Columns {
  readonly kinds: Uint8Array
  readonly sizes: Float64Array
  readonly modified: Float64Array
}

function joined(pages: readonly Pick<EntryPage, 'kinds' | 'sizes' | 'modified'>[], count: number): Columns {
  const all = { kinds: new Uint8Array(count), sizes: new Float64Array(count), modified: new Float64Array(count) }
  let begin = 0
  for (const { kinds, sizes, modified } of pages) {
    all.kinds.set(kinds, begin)
    all.sizes.set(sizes, begin)
    all.modified.set(modified, begin)
    begin += kinds.length
  }
  return all
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
