import { expect, type Locator, type Page } from '@playwright/test'

/** Actions on a pane, named as a user would name them. */
export interface PaneUser {
  readonly region: Locator
  readonly grid: Locator
  readonly status: Locator
  row(name: string): Locator
  /** Returns the name in the row of the keyboard cursor. */
  cursorName(): Promise<string>
  /** Types a location and opens it. */
  goTo(location: string): Promise<void>
  filter(text: string): Promise<void>
  /** Returns the number of rows in the grid, including `..` but without the header. */
  rowCount(): Promise<number>
}

export function pane(page: Page, side: 'Left' | 'Right'): PaneUser {
  const region = page.getByRole('region', { name: `${side} pane` })
  const grid = region.getByRole('grid', { name: 'Files' })
  return {
    region,
    grid,
    status: region.getByRole('status'),
    row: (name) => grid.getByRole('row', { name: new RegExp(`^${escape(name)}(\\s|,|$)`) }),
    async cursorName() {
      // This is done in one step. A row found in a separate step may have been replaced, or not exist yet, and
      // Playwright would wait for it.
      return grid.evaluate((element) => {
        const row = document.getElementById(element.getAttribute('aria-activedescendant') ?? '')
        return row?.getAttribute('aria-label') ?? ''
      })
    },
    async goTo(location) {
      await grid.focus()
      await page.keyboard.press('Control+l')
      const box = region.getByRole('textbox', { name: 'Location' })
      await box.fill(location)
      await box.press('Enter')
      await expect(box).toBeHidden()
    },
    async filter(text) {
      await region.getByRole('searchbox', { name: 'Filter' }).fill(text)
    },
    async rowCount() {
      return Number(await grid.getAttribute('aria-rowcount')) - 1
    },
  }
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** Waits until the dialog has the focus, because an earlier key would go to the window behind it. */
export async function pressEnterIn(page: Page): Promise<void> {
  await expect(page.getByRole('dialog').locator(':focus')).toHaveCount(1)
  await page.keyboard.press('Enter')
}
