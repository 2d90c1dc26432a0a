/**
 * Browsers limit the height of an element (33.5 million pixels in Chromium at 100 %, less when zoomed). A very long
 * list therefore uses a shorter spacer, and its scroll position is mapped. Near both ends, one pixel of scrolling is
 * one pixel of content, so that the smallest step reaches the first and last rows. Between them, the map is compressed.
 *
 * Small scrolls always move the content pixel by pixel, so the content and the map drift apart. `Scrolling` contains
 * that drift. `settle` removes it when the scrolling stops.
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

/** Returns the content position of a scroll position, by the map alone. */
export function contentAt(map: ScrollMap, scrollTop: number): number {
  return translate(scrollTop, lastOf(map.spacerPx, map), lastOf(map.contentPx, map))
}

/** Returns the scroll position of a content position, by the map alone. */
export function scrollFor(map: ScrollMap, contentTop: number): number {
  return translate(contentTop, lastOf(map.contentPx, map), lastOf(map.spacerPx, map))
}

/** The content position for a scroll position: `contentTop = scrollTop + offset`. */
export interface Scrolling {
  readonly scrollTop: number
  readonly offset: number
}

/** Follows a scroll: pixel by pixel if it is small, by the map if it is a jump or reaches an end. */
export function follow(map: ScrollMap, before: Scrolling, scrollTop: number): Scrolling {
  if (map.spacerPx === map.contentPx) return { scrollTop, offset: 0 }
  const last = lastOf(map.spacerPx, map)
  const isJump = Math.abs(scrollTop - before.scrollTop) > Math.max(2000, map.viewportPx * 3)
  const isAtEnd = scrollTop <= 0 || scrollTop >= last - 1
  if (isJump || isAtEnd) return { scrollTop, offset: Math.round(contentAt(map, scrollTop) - scrollTop) }
  const contentTop = clamp(scrollTop + before.offset, 0, lastOf(map.contentPx, map))
  return { scrollTop, offset: Math.round(contentTop - scrollTop) }
}

/** Returns the mapped scroll position for the shown content, without moving the content. */
export function settle(map: ScrollMap, now: Scrolling): Scrolling {
  return showAt(map, now.scrollTop + now.offset)
}

/** Returns the scroll position that shows the content from a position on. */
export function showAt(map: ScrollMap, contentTop: number): Scrolling {
  const top = clamp(contentTop, 0, lastOf(map.contentPx, map))
  const scrollTop = Math.round(scrollFor(map, top))
  return { scrollTop, offset: map.spacerPx === map.contentPx ? 0 : Math.round(top - scrollTop) }
}

/** Returns the nearest content position that shows a row completely below a sticky header of the given height. */
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

/**
 * Maps a position in the range up to `fromLast` to the range up to `toLast`: unchanged near the start, and measured
 * from the end near the end.
 */
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
