/**
 * A browser caps how tall an element may be (33.5 million pixels in Chromium at 100 %, less when zoomed), so a very long
 * list stands on a shorter spacer and its scroll position is mapped. Near both ends one pixel of scroll is one pixel of
 * content, so that the first and last rows are reached by the smallest step; between them the map is compressed.
 *
 * Small scrolls are followed pixel by pixel wherever they happen, which lets content and map drift apart; `Scrolling`
 * carries that drift, and `settle` takes it out while nothing moves.
 */
export interface ScrollMap {
  readonly contentPx: number
  readonly spacerPx: number
  readonly viewportPx: number
}

export const tallestSpacerPx = 15_000_000
const exactZonePx = 500_000

export function createScrollMap(contentPx: number, viewportPx: number, capPx = tallestSpacerPx): ScrollMap {
  return { contentPx, viewportPx, spacerPx: Math.min(contentPx, capPx) }
}

/** Where in the content a scroll position is, by the map alone. */
export function contentAt(map: ScrollMap, scrollTop: number): number {
  return translate(scrollTop, lastOf(map.spacerPx, map), lastOf(map.contentPx, map))
}

/** The scroll position for a place in the content, by the map alone. */
export function scrollFor(map: ScrollMap, contentTop: number): number {
  return translate(contentTop, lastOf(map.contentPx, map), lastOf(map.spacerPx, map))
}

/** Where the content stands for a scroll position: `contentTop = scrollTop + offset`. */
export interface Scrolling {
  readonly scrollTop: number
  readonly offset: number
}

/** Follows a scroll: pixel by pixel when it is small, by the map when it is a jump or reaches an end. */
export function follow(map: ScrollMap, before: Scrolling, scrollTop: number): Scrolling {
  if (map.spacerPx === map.contentPx) return { scrollTop, offset: 0 }
  const last = lastOf(map.spacerPx, map)
  const isJump = Math.abs(scrollTop - before.scrollTop) > Math.max(2000, map.viewportPx * 3)
  const isAtEnd = scrollTop <= 0 || scrollTop >= last - 1
  if (isJump || isAtEnd) return { scrollTop, offset: Math.round(contentAt(map, scrollTop) - scrollTop) }
  const contentTop = clamp(scrollTop + before.offset, 0, lastOf(map.contentPx, map))
  return { scrollTop, offset: Math.round(contentTop - scrollTop) }
}

/** The scroll position the map has for what is shown now, with the content where it is. */
export function settle(map: ScrollMap, now: Scrolling): Scrolling {
  return showAt(map, now.scrollTop + now.offset)
}

/** The scroll that shows the content from a place on. */
export function showAt(map: ScrollMap, contentTop: number): Scrolling {
  const top = clamp(contentTop, 0, lastOf(map.contentPx, map))
  const scrollTop = Math.round(scrollFor(map, top))
  return { scrollTop, offset: map.spacerPx === map.contentPx ? 0 : Math.round(top - scrollTop) }
}

/** The nearest place that shows a row in full below a sticky header of the given height. */
export function revealRow(
  map: ScrollMap,
  contentTop: number,
  row: { readonly top: number; readonly height: number },
): number {
  if (row.top < contentTop) return row.top
  const lowest = row.top + row.height - map.viewportPx
  return lowest > contentTop ? lowest : contentTop
}

function lastOf(heightPx: number, { viewportPx }: ScrollMap): number {
  return Math.max(0, heightPx - viewportPx)
}

/** Maps a place among `fromLast` to one among `toLast`: as it is near the start, from the end near the end. */
function translate(at: number, fromLast: number, toLast: number): number {
  if (fromLast === toLast) return clamp(at, 0, toLast)
  const zone = Math.min(exactZonePx, fromLast / 4, toLast / 4)
  const place = clamp(at, 0, fromLast)
  if (place <= zone) return place
  if (place >= fromLast - zone) return toLast - (fromLast - place)
  return zone + ((place - zone) / (fromLast - 2 * zone)) * (toLast - 2 * zone)
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}
