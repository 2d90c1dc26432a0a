import type { ContentReader } from '../read/contents.ts'

/** What each kind of viewer is given. */
export interface ViewerProps {
  readonly reader: ContentReader
  /** Told what turned out to be worth saying in a line, such as how many pixels there are. Stays the same function. `isFetchedElsewhere`: not by its reader. */
  readonly onFacts: (facts: readonly string[], how?: { readonly isFetchedElsewhere?: boolean }) => void
}

/** Where a viewer is scrolled: quick look scrolls it by keys that it gets itself. */
export const scrollerMark = { 'data-scroller': '' } as const
