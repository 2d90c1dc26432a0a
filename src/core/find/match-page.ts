import { type EntryPage, unpackRows } from '../../contract/entry-page.ts'
import { entryKinds } from '../../contract/choices.ts'
import type { Entry } from '../../contract/entry.ts'
import { childPath } from '../../contract/location.ts'
import { endingOf } from '../../lib/file-kinds.ts'
import { isOfKind } from '../../lib/find-query/file-kinds.ts'
import type { FindQuery } from '../../lib/find-query/parse-query.ts'
import { isWithin } from '../../lib/find-query/ranges.ts'
import { foldText } from '../../lib/text/fold-text.ts'
import { contains, matchesPattern } from '../../lib/text/match-text.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Returns the rows of a page that match a query, except for its tags and text, which a listing does not contain. */
export type PageMatcher = (page: EntryPage, below: string) => readonly Entry[]

/** `below` is the path of the page's folder below the searched folder. Entries get their paths from there as names. */
export function createPageMatcher(query: FindQuery, options: { readonly skipsHidden: boolean }): PageMatcher {
  const fitsName = nameTest(query)
  const isOfFile = query.sizes.length > 0 || query.contents.length > 0 || query.tags.length > 0

  function fits(page: EntryPage, row: number, below: string): boolean {
    const kind = entryKinds[page.kinds[row] ?? 0] ?? 'file'
    if (isOfFile && kind !== 'file') return false
    if (!query.sizes.every((range) => isWithin(range, page.sizes[row] ?? Number.NaN))) return false
    if (!query.times.every((range) => isWithin(range, page.modified[row] ?? Number.NaN))) return false
    const name = decoder.decode(page.names.subarray(row === 0 ? 0 : page.nameEnds[row - 1], page.nameEnds[row]))
    if (options.skipsHidden && name.startsWith('.')) return false
    if (query.endings.length > 0 || query.kinds.length > 0) {
      const ending = endingOf(name)
      if (!query.endings.every((some) => some.includes(ending))) return false
      if (!query.kinds.every((some) => some.some((each) => isOfKind(each, kind, ending)))) return false
    }
    return fitsName(name, below)
  }

  return (page, below) => {
    const rows: number[] = []
    for (let row = 0; row < page.count; row++) if (fits(page, row, below)) rows.push(row)
    return unpackRows(page, rows).map((entry) => Object.assign(entry, { name: childPath(below, entry.name) }))
  }
}

/**
 * A term with a slash is compared with the path below the searched folder; all other terms are compared with the name
 * alone.
 */
export function nameTest({ names }: FindQuery): (name: string, below: string) => boolean {
  const terms = names.map(({ text, isPattern }) => ({
    bytes: encoder.encode(text),
    isPath: text.includes('/'),
    test: isPattern ? matchesPattern : contains,
  }))
  if (terms.length === 0) return () => true
  return (name, below) => {
    const bytes = encoder.encode(foldText(name))
    return terms.every(({ bytes: wanted, isPath, test }) => {
      const within = isPath ? encoder.encode(foldText(childPath(below, name))) : bytes
      return test(within, 0, within.length, wanted)
    })
  }
}
