import { expect, type Locator, type Page } from '@playwright/test'

/** A pane, in the words of its user. */
export interface PaneUser {
  readonly region: Locator
  readonly grid: Locator
  readonly status: Locator
  row(name: string): Locator
  /** The name in the row the keyboard is on. */
  cursorName(): Promise<string>
  /** Types a location and goes there. */
  goTo(location: string): Promise<void>
  filter(text: string): Promise<void>
  /** How many rows the grid says it has, with `..` but without the header. */
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
      // in one step: a row looked up by itself may be gone by then, or not there yet, and would be waited for
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

/** Once the dialog has the focus: a key before that goes to what is behind it. */
export async function pressEnterIn(page: Page): Promise<void> {
  await expect(page.getByRole('dialog').locator(':focus')).toHaveCount(1)
  await page.keyboard.press('Enter')
}
