import {
  type EntryExtra,
  type EntryPage,
  factsOf,
  type RowFacts,
  unpackEntries,
} from '../../../../contract/entry-page.ts'
import { baseName } from '../../../../contract/location.ts'
import { entryKinds } from '../../../../contract/choices.ts'
import type { Entry, EntryKind, SinceThen } from '../../../../contract/entry.ts'

const decoder = new TextDecoder()
const encoder = new TextEncoder()
const folderKind = entryKinds.indexOf('folder')

/**
 * Stores the rows of a folder in the pages in which they were received, so that rows can be rendered without waiting.
 * The number of a row is its arrival order and never changes. It holds no strings: names are decoded on request.
 */
export class ListingIndex {
  #pages: { readonly page: EntryPage; readonly start: number; readonly extras: ReadonlyMap<number, EntryExtra> }[] = []
  #count = 0
  #marked = new Map<`${SinceThen} ${'folder' | 'other'}`, number>()

  get count(): number {
    return this.#count
  }

  append(page: EntryPage): void {
    if (page.count === 0) return
    this.#pages.push({ page, start: this.#count, extras: new Map(page.extras) })
    this.#count += page.count
    this.#countMarks(page)
  }

  name(row: number): string {
    const { page, start } = this.#find(row)
    return decoder.decode(nameBytes(page, row - start))
  }

  kind(row: number): EntryKind {
    const { page, start } = this.#find(row)
    return entryKinds[page.kinds[row - start] ?? 0] ?? 'file'
  }

  /** Returns the size in bytes; NaN if unknown. */
  size(row: number): number {
    const { page, start } = this.#find(row)
    return page.sizes[row - start] ?? Number.NaN
  }

  /** Returns the milliseconds since 1970; NaN if unknown. */
  modified(row: number): number {
    const { page, start } = this.#find(row)
    return page.modified[row - start] ?? Number.NaN
  }

  extra(row: number): EntryExtra | undefined {
    const { extras, start } = this.#find(row)
    return extras.get(row - start)
  }

  /** Returns further facts about the row that its mount lists. */
  facts(row: number): RowFacts {
    const { page, start } = this.#find(row)
    return factsOf(page, row - start)
  }

  /** Returns the number of rows with a mark. */
  marked(mark: SinceThen): { readonly folders: number; readonly others: number } {
    return { folders: this.#marked.get(`${mark} folder`) ?? 0, others: this.#marked.get(`${mark} other`) ?? 0 }
  }

  /**
   * Tells whether the entry does not exist in the shown folder, because it was added later or was deleted. Commands
   * skip such rows.
   */
  isAbsent(row: number): boolean {
    if (this.#marked.size === 0) return false
    return this.facts(row).since === 'added' || this.extra(row)?.deleted !== undefined
  }

  entry(row: number): Entry {
    const sizeBytes = this.size(row)
    const modifiedMs = this.modified(row)
    return {
      name: this.name(row),
      kind: this.kind(row),
      ...(!Number.isNaN(sizeBytes) && { sizeBytes }),
      ...(!Number.isNaN(modifiedMs) && { modifiedMs }),
      ...this.facts(row),
      ...this.extra(row),
    }
  }

  /** Returns the row with a name, searching from `from` on; undefined if it has not arrived. */
  find(name: string, from = 0): number | undefined {
    const wanted = encoder.encode(name)
    for (const { page, start } of this.#pages) {
      if (start + page.count <= from) continue
      for (let row = Math.max(0, from - start); row < page.count; row++) {
        if (equalBytes(nameBytes(page, row), wanted)) return start + row
      }
    }
    return undefined
  }

  /** Tells whether the base name of a row starts with `prefix`, ignoring case. `prefix` is lower case. */
  startsWith(row: number, prefix: string): boolean {
    return baseName(this.name(row))
      .slice(0, prefix.length * 2)
      .toLowerCase()
      .startsWith(prefix)
  }

  entries(): Entry[] {
    return this.#pages.flatMap(({ page }) => unpackEntries(page))
  }

  #countMarks({ kinds, facts: { since } }: EntryPage): void {
    for (const [row, value] of since?.rows.entries() ?? []) {
      const mark = since?.values[value - 1] as SinceThen | undefined
      if (!mark) continue
      const key = `${mark} ${kinds[row] === folderKind ? 'folder' : 'other'}` as const
      this.#marked.set(key, (this.#marked.get(key) ?? 0) + 1)
    }
  }

  #find(row: number) {
    let low = 0
    let high = this.#pages.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if ((this.#pages[middle]?.start ?? 0) <= row) low = middle
      else high = middle - 1
    }
    const found = this.#pages[low]
    if (!found || row >= this.#count) throw new RangeError(`no row ${row}`)
    return found
  }
}

function nameBytes(page: EntryPage, row: number): Uint8Array {
  return page.names.subarray(row === 0 ? 0 : page.nameEnds[row - 1], page.nameEnds[row])
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false
  return true
}
