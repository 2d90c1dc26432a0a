import { type RefObject, useEffect, useLayoutEffect, useState } from 'react'

/**
 * Returns how many of the middle parts of a row must be left out so that the others fit; at most `most`. It measures
 * the rendered row before the browser paints it. `what` identifies the content of the row.
 */
export function useCollapsed(row: RefObject<HTMLElement | null>, most: number, what: string): number {
  const [width, setWidth] = useState(0)
  const [found, setFound] = useState({ what: '', width: 0, count: 0 })
  const isAbout = found.what === what && found.width === width
  const count = isAbout ? found.count : 0

  useEffect(() => {
    const element = row.current
    if (!element) return undefined
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [row])

  useLayoutEffect(() => {
    const element = row.current
    const isTooWide = element !== null && element.scrollWidth > element.clientWidth + 1
    // oxlint-disable-next-line react/set-state-in-effect -- what fits is known only when it is drawn
    if (isTooWide && count < most) setFound({ what, width, count: count + 1 })
    else if (!isAbout) setFound({ what, width, count })
  }, [row, most, what, width, count, isAbout])

  return count
}
