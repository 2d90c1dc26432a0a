import type { ContentReader } from '../read/contents.ts'

/** The props of every viewer. */
export interface ViewerProps {
  readonly reader: ContentReader
  /**
   * Called with short facts about the content, such as the size in pixels. The function must be stable.
   * `isFetchedElsewhere` means that the reader did not fetch the bytes.
   */
  readonly onFacts: (facts: readonly string[], how?: { readonly isFetchedElsewhere?: boolean }) => void
}

/** Marks the scrolling element of a viewer. Quick look receives the keys and scrolls this element. */
export const scrollerMark = { 'data-scroller': '' } as const
