import { expect, type Page } from '@playwright/test'
import type { ServedApp } from '../support/served-app.ts'

/** A screen of the window. Each starts with two panes and without a dialog. */
export interface Screen {
  readonly name: string
  /** True if the screen is opened again for each window size, because its position depends on where it was opened. */
  readonly isFleeting?: boolean
  /**
   * Opens the screen. The names of controls are matched by parts of their texts, so that this works in every language
   * of the window.
   */
  readonly open: (tour: Tour) => Promise<void>
  /** Undoes changes that remain after dialogs and menus are closed. */
  readonly leave?: (tour: Tour) => Promise<void>
}

/** A simulated user who opens the screens, mostly with keys. */
export interface Tour {
  readonly page: Page
  readonly app: ServedApp
  /** Opens a location in a pane and waits for one of its rows. */
  readonly go: (side: 0 | 1, location: string, row?: string) => Promise<void>
  /** Moves the cursor to a file of a pane. */
  readonly find: (side: 0 | 1, name: string) => Promise<void>
  readonly row: (side: 0 | 1, name: string) => ReturnType<Page['locator']>
  /** Runs a command with the palette. */
  readonly command: (title: string) => Promise<void>
  readonly keys: (...keys: readonly string[]) => Promise<void>
  /** Waits until a dialog shows a text. */
  readonly dialog: (text?: string | RegExp) => Promise<void>
  /** Closes everything that is open over the panes. */
  readonly close: () => Promise<void>
}

export function tourOf(page: Page, app: ServedApp): Tour {
  const grid = (side: 0 | 1) => page.locator('[role=tabpanel]').nth(side).locator('[role=grid]')
  const row = (side: 0 | 1, name: string) => grid(side).locator(`[role=row][aria-label^="${name}"]`).first()
  const focused = (place: string) => page.locator(`${place}:focus, ${place} :focus`).first()

  async function keys(...pressed: readonly string[]) {
    for (const key of pressed) await page.keyboard.press(key)
  }
  async function go(side: 0 | 1, location: string, wanted?: string) {
    await grid(side).focus()
    await keys('Control+l')
    await page.keyboard.type(location)
    await keys('Enter')
    await expect(page.locator('[role=grid]:focus')).toHaveCount(1)
    if (wanted !== undefined) await expect(row(side, wanted)).toBeVisible()
  }
  async function find(side: 0 | 1, name: string) {
    await expect(row(side, name)).toBeVisible()
    await row(side, name).click()
    await expect(grid(side)).toBeFocused()
  }
  async function dialog(text?: string | RegExp) {
    const open = page.getByRole('dialog')
    await expect(open.first()).toBeVisible()
    await expect(focused('[role=dialog]')).toBeVisible()
    if (text !== undefined) await expect(open.first()).toContainText(text)
  }
  async function command(title: string) {
    await keys('Control+k')
    await expect(page.locator('[role=dialog] input:focus')).toHaveCount(1)
    await page.keyboard.type(title)
    await expect(page.locator('[role=option][aria-selected=true]')).toContainText(title, { ignoreCase: true })
    await keys('Enter')
    await expect(page.locator('[role=dialog] [role=option]')).toHaveCount(0)
  }
  async function close() {
    const over = page.locator('[role=dialog], [role=menu]')
    for (let left = 6; left > 0 && (await over.count()) > 0; left--) {
      await keys('Escape')
      await expect
        .poll(() => over.count(), { timeout: 500 })
        .toBe(0)
        .catch(() => {})
    }
    await expect(over).toHaveCount(0)
  }
  return { page, app, go, find, row, command, keys, dialog, close }
}
