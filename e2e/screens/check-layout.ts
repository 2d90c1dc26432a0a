import type { Page } from '@playwright/test'

/**
 * Finds visual problems of a screen: text that is cut off without an ellipsis, controls that are outside the window or
 * covered, and a page that scrolls sideways.
 */
export function layoutFindings(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const controls = 'button, input, select, textarea, a[href], [role=tab], [role=menuitem], [role=option]'
    /**
     * Elements that may cover others: a message, the options of a field, and buttons that stay in place while the
     * content above scrolls.
     */
    const above = '[role=status], [role=listbox], .sticky'
    const found: string[] = []
    const nameOf = (element: Element) => {
      const text = (element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 50)
      return `<${element.tagName.toLowerCase()} class="${(element.getAttribute('class') ?? '').slice(0, 60)}"> ${text}`
    }
    const isShown = (element: Element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    const boxOf = (element: Element) => element.getBoundingClientRect()
    /** Returns the part of the window in which an element can be visible, and whether it can be scrolled into view. */
    function frameOf(element: Element) {
      const frame = { left: 0, top: 0, right: innerWidth, bottom: innerHeight, scrolls: false }
      for (let each = element.parentElement; each; each = each.parentElement) {
        const style = getComputedStyle(each)
        if (style.overflowX === 'visible' && style.overflowY === 'visible') continue
        const box = boxOf(each)
        frame.left = Math.max(frame.left, box.left)
        frame.right = Math.min(frame.right, box.right)
        frame.top = Math.max(frame.top, box.top)
        frame.bottom = Math.min(frame.bottom, box.bottom)
        if (/auto|scroll/.test(style.overflowX + style.overflowY)) frame.scrolls = true
        if (style.position === 'fixed') break
      }
      return frame
    }
    const dialogs = [...document.querySelectorAll('[role=dialog], [role=menu]')].filter(isShown)
    const top = dialogs.at(-1)
    for (const dialog of dialogs) {
      const box = boxOf(dialog)
      if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
        found.push(`outside of the window: ${nameOf(dialog)}`)
    }
    if (document.documentElement.scrollWidth > innerWidth + 1) found.push('the page scrolls sideways')

    for (const element of document.body.querySelectorAll('*')) {
      if (!isShown(element) || element.closest('svg, .sr-only, [translate=no]')) continue
      const style = getComputedStyle(element)
      const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim())
      const isCut = element.scrollWidth > element.clientWidth + 1 && /hidden|clip/.test(style.overflowX)
      if (hasText && element.clientWidth > 2 && isCut && style.textOverflow !== 'ellipsis')
        found.push(`cut off: ${nameOf(element)}`)

      if (!element.matches(controls) || (top && !top.contains(element))) continue
      const box = boxOf(element)
      if (box.width < 4 || box.height < 4) continue // This element is only for screen readers.
      const frame = frameOf(element)
      const x = (box.left + box.right) / 2
      const y = (box.top + box.bottom) / 2
      const isInFrame = x > frame.left && x < frame.right && y > frame.top && y < frame.bottom
      if (!isInFrame && !frame.scrolls) found.push(`out of reach: ${nameOf(element)}`)
      if (!isInFrame) continue
      if (!frame.scrolls && (box.left < frame.left - 2 || box.right > frame.right + 2))
        found.push(`half out of reach: ${nameOf(element)}`)
      const there = document.elementFromPoint(x, y)
      const isCovered = there && !element.contains(there) && !there.contains(element) && !there.closest(above)
      const label = element.closest('label')
      if (isCovered && !label?.contains(there) && style.pointerEvents !== 'none')
        found.push(`under something else: ${nameOf(element)} under ${nameOf(there)}`)
    }
    return [...new Set(found)]
  })
}
