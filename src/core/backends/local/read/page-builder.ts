import { isUtf8 } from 'node:buffer'
import type { EntryKind } from '../../../../contract/entry.ts'
import type { EntryExtra, EntryPage } from '../../../../contract/entry-page.ts'
import { escapeName } from '../../byte-names.ts'

/** The indexes in the contract's `entryKinds`, whose module cannot be loaded in this worker thread. */
const kindIndex: Readonly<Record<EntryKind, number>> = { file: 0, folder: 1, link: 2, special: 3 }
const nonAscii = /[\u0080-\u00ff]/
/** The UTF-8 bytes of U+201B, as latin1. */
const quoteBytes = '\u00e2\u0080\u009b'

/** Packs entries one by one, directly into columns. Names are latin1, one character for each byte. */
export interface PageBuilder {
  readonly count: number
  readonly add: (name: string, kind: EntryKind, sizeBytes: number, modifiedMs: number, extra?: EntryExtra) => void
  /** Returns the page so far, and begins the next one with space for `rows`. */
  take(rows: number): EntryPage
}

export function createPageBuilder(firstRows: number): PageBuilder {
  let columns = createColumns(firstRows)
  let count = 0
  let end = 0
  let extras: [number, EntryExtra][] = []

  function putName(name: string) {
    const bytes = nonAscii.test(name) ? encodeOdd(name) : undefined
    const length = bytes?.length ?? name.length
    if (end + length > columns.names.length) columns.names = grow(columns.names, end + length)
    if (bytes) columns.names.set(bytes, end)
    else columns.names.write(name, end, length, 'latin1')
    end += length
  }

  return {
    get count() {
      return count
    },
    add(name, kind, sizeBytes, modifiedMs, extra) {
      putName(name)
      columns.nameEnds[count] = end
      columns.kinds[count] = kindIndex[kind]
      columns.sizes[count] = sizeBytes
      columns.modified[count] = modifiedMs
      if (extra) extras.push([count, extra])
      count += 1
    },
    take(rows) {
      const page = {
        count,
        names: new Uint8Array(columns.names.subarray(0, end)),
        nameEnds: columns.nameEnds.slice(0, count),
        kinds: columns.kinds.slice(0, count),
        sizes: columns.sizes.slice(0, count),
        modified: columns.modified.slice(0, count),
        facts: {},
        extras,
      }
      if (columns.kinds.length < rows) columns = createColumns(rows)
      count = 0
      end = 0
      extras = []
      return page
    },
  }
}

function createColumns(rows: number) {
  return {
    names: Buffer.alloc(rows * 32),
    nameEnds: new Uint32Array(rows),
    kinds: new Uint8Array(rows),
    sizes: new Float64Array(rows),
    modified: new Float64Array(rows),
  }
}

function grow(names: Buffer<ArrayBuffer>, needed: number): Buffer<ArrayBuffer> {
  const larger = Buffer.alloc(Math.max(needed, names.length * 2))
  larger.set(names)
  return larger
}

/** Encodes a name that is not plain ASCII. Its bytes stay as they are if nothing needs escaping. */
function encodeOdd(name: string): Uint8Array {
  const bytes = Buffer.from(name, 'latin1')
  return isUtf8(bytes) && !name.includes(quoteBytes) ? bytes : Buffer.from(escapeName(bytes))
}
