import type { Page } from '@playwright/test'

/**
 * Finds texts of the window that are not in the catalogue. The language of the window puts each text of the catalogue
 * in brackets; text outside the brackets must match `data`: names, sizes, dates, keys.
 */
export async function foreignTexts(page: Page, data: RegExp): Promise<readonly string[]> {
  const shown = await page.evaluate(() => {
    const isShown = (element: Element) => element.checkVisibility({ visibilityProperty: true })
    const isWhole = (value: string) => value.split('⟦').length === value.split('⟧').length
    const found: string[] = []
    for (const element of document.body.querySelectorAll('*')) {
      // The content of files is not translated; `kbd` contains a key.
      if (!isShown(element) || element.matches('mark') || element.closest('svg, kbd, [translate=no], iframe, script'))
        continue
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-valuetext'])
        found.push(element.getAttribute(name) ?? '')
      if (element.querySelector(':scope > mark')) found.push(element.textContent)
      const own = element.querySelector(':scope > mark')
        ? []
        : [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE)
      // A text that is split by highlights is checked as a whole, in a parent element.
      for (const { textContent } of own) if (textContent && isWhole(textContent)) found.push(textContent)
      if (own.length === 0 && element.childElementCount > 1 && !isWhole(element.textContent))
        found.push(element.textContent)
    }
    return [...new Set(found)]
  })
  return shown.filter((each) => missingText.test(each) || /\p{L}{2}/u.test(withoutCatalogue(each).replaceAll(data, '')))
}

/** A key of the catalogue, which is shown if it has no text or if the text was read before the catalogue was loaded. */
const missingText = /⟦[a-z][a-z-]*\.[\w.-]+·+⟧/

/** Texts may be nested; they are removed from the inside out. */
function withoutCatalogue(value: string): string {
  const without = value.replaceAll(/⟦[^⟦⟧]*⟧/g, '')
  return without === value ? value : withoutCatalogue(without)
}
