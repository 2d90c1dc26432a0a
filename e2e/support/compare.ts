import { expect, type Locator, type Page } from '@playwright/test'
import { pane } from './window.ts'

/** Shows two folders of the home folder in the panes and compares them, with the keyboard. */
export async function compare(page: Page): Promise<Locator> {
  const [left, right] = [pane(page, 'Left'), pane(page, 'Right')]
  await right.goTo('Home:right')
  await expect(right.row('both.md')).toBeVisible()
  await left.goTo('Home:left')
  await expect(left.row('both.md')).toBeVisible()
  await left.grid.focus()
  await page.keyboard.press('Control+Shift+K')
  const dialog = page.getByRole('dialog', { name: 'Compare' })
  await expect(dialog.getByRole('status').first()).toContainText('compared in', { timeout: 30_000 })
  await expect(dialog.getByRole('grid')).toBeFocused()
  return dialog
}

/** Presses Tab until the control has the focus. */
export async function tabTo(page: Page, control: Locator): Promise<void> {
  for (let presses = 0; presses < 20; presses++) {
    if (await control.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('the keyboard does not reach it')
}
