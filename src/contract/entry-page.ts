import { z } from 'zod'
import { type Entry, entryKinds, linkFactsSchema } from './entry.ts'
import { failureKindSchema } from './failure.ts'

/**
 * Some entries of one folder, packed in columns. A listing is a series of such pages: a backend packs once where the
 * names are read, and the columns then travel as they are through layers, threads and wires into the window's index.
 */
export const entryPageSchema = z.object({
  count: z.number().int().nonnegative(),
  /** All names, UTF-8, one after the other. */
  names: z.instanceof(Uint8Array),
  /** Where each name ends in `names`. */
  nameEnds: z.instanceof(Uint32Array),
  /** Index into `entryKinds`. */
  kinds: z.instanceof(Uint8Array),
  /** Bytes; NaN where unknown. */
  sizes: z.instanceof(Float64Array),
  /** Milliseconds since 1970; NaN where unknown. */
  modified: z.instanceof(Float64Array),
  /** What few rows have, by row. */
  extras: z.array(
    z.tuple([
      z.number().int(),
      z.object({ link: linkFactsSchema.exactOptional(), failure: failureKindSchema.exactOptional() }),
    ]),
  ),
})
export type EntryPage = Readonly<z.infer<typeof entryPageSchema>>
export type EntryExtra = EntryPage['extras'][number][1]

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Packs entries, in their order. */
export function packEntries(entries: readonly Entry[]): EntryPage {
  const count = entries.length
  const encoded = entries.map((entry) => encoder.encode(entry.name))
  const names = new Uint8Array(encoded.reduce((sum, bytes) => sum + bytes.length, 0))
  const nameEnds = new Uint32Array(count)
  const kinds = new Uint8Array(count)
  const sizes = new Float64Array(count)
  const modified = new Float64Array(count)
  const extras: [number, EntryExtra][] = []
  let end = 0
  entries.forEach((entry, row) => {
    const name = encoded[row] ?? new Uint8Array()
    names.set(name, end)
    end += name.length
    nameEnds[row] = end
    kinds[row] = entryKinds.indexOf(entry.kind)
    sizes[row] = entry.sizeBytes ?? Number.NaN
    modified[row] = entry.modifiedMs ?? Number.NaN
    if (entry.link || entry.failure) {
      extras.push([row, { ...(entry.link && { link: entry.link }), ...(entry.failure && { failure: entry.failure }) }])
    }
  })
  return { count, names, nameEnds, kinds, sizes, modified, extras }
}

/** Every entry of a page, in its order. */
export function unpackEntries(page: EntryPage): Entry[] {
  const extras = new Map(page.extras)
  return Array.from({ length: page.count }, (_, row) => {
    const start = row === 0 ? 0 : (page.nameEnds[row - 1] ?? 0)
    const sizeBytes = page.sizes[row] ?? Number.NaN
    const modifiedMs = page.modified[row] ?? Number.NaN
    return {
      name: decoder.decode(page.names.subarray(start, page.nameEnds[row])),
      kind: entryKinds[page.kinds[row] ?? 0] ?? 'file',
      ...(!Number.isNaN(sizeBytes) && { sizeBytes }),
      ...(!Number.isNaN(modifiedMs) && { modifiedMs }),
      ...extras.get(row),
    }
  })
}
