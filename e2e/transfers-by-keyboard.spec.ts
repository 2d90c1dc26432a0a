import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './support/test.ts'
import { files, identical, layOut, showScans, transfersOf, writeOlder } from './support/transfers.ts'
import { pane, pressEnterIn } from './support/window.ts'

/** Presses Tab until a button with that name in the transfers has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+j')
  for (let presses = 0; presses < 150; presses++) {
    const focused = await page.evaluate(() => {
      const { activeElement } = document
      return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? ''
    })
    if (focused === name) return expectRing(page)
    await page.keyboard.press('Tab')
  }
  throw new Error(`the keyboard does not reach ${name}`)
}

/** Presses Shift+Tab until the control has the focus. */
async function tabBackTo(page: Page, control: Locator): Promise<void> {
  for (let presses = 0; presses < 10; presses++) {
    if (await control.evaluate((element) => element === document.activeElement)) return expectRing(page)
    await page.keyboard.press('Shift+Tab')
  }
  throw new Error('the keyboard does not reach it')
}

/** Expects a visible focus ring on the focused element or on the label around it. */
async function expectRing(page: Page): Promise<void> {
  const style = await page.evaluate(() => {
    const focused = document.activeElement
    const seen = focused?.matches('.sr-only') ? focused.closest('label') : focused
    return seen ? getComputedStyle(seen).outlineStyle : 'none'
  })
  expect(style).not.toBe('none')
}

test('copies 214 files, answers, pauses, resumes, cancels, retries and reads the report, by keyboard alone', async ({
  app,
  page,
}) => {
  test.setTimeout(180_000) // The test has many steps and must also pass on slow machines.
  layOut(app.home, app.shelf)
  await page.goto(app.url())
  const left = pane(page, 'Left')
  const right = pane(page, 'Right')
  const { dock, transfer, limit } = transfersOf(page)
  await showScans(page)
  await limit('0.8')

  await left.grid.focus()
  await page.keyboard.press('F5')
  const copy = page.getByRole('dialog', { name: 'Copy' })
  await expect(copy.getByRole('button', { name: /^Copy \d/ })).toBeFocused()
  await tabBackTo(page, copy.getByRole('combobox'))
  await page.keyboard.press('a') // The option Ask.
  await tabBackTo(page, copy.getByRole('radio', { name: /^Hash/ }))
  await page.keyboard.press('ArrowLeft')
  await expect(copy.getByRole('radio', { name: /^Size/ })).toBeChecked()
  await page.keyboard.press('ArrowRight')
  await expect(copy).toContainText(`${identical} are identical`)
  await page.keyboard.press('Enter')
  await expect(copy).toBeHidden()

  const all = transfer(`Copy ${files} items to Shelf:archive`)
  await expect(all.getByRole('button', { name: 'Keep both' })).toBeVisible()
  await tabTo(page, 'Pause')
  await page.keyboard.press('Enter')
  await expect(all.getByRole('button', { name: 'Resume' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(all.getByRole('button', { name: 'Pause' })).toBeFocused()
  await page.keyboard.press('Control+Shift+A')
  const conflict = page.getByRole('dialog', { name: 'Conflict' })
  await expect(conflict.getByRole('button', { name: /^Keep both/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(conflict).toBeHidden()
  await expect(all.getByRole('button', { name: 'Pause' })).toBeFocused()
  await limit('')
  await expect(all).toContainText(`${files - identical} done · ${identical} skipped`)
  expect(readdirSync(join(app.shelf, 'archive'))).toHaveLength(files + 1)

  await limit('0.1')
  await right.goTo('Shelf:')
  await left.grid.focus()
  await page.keyboard.press('F5')
  await expect(copy).toContainText('will be copied')
  await pressEnterIn(page)
  const cancelled = transfer(`Copy ${files} items to Shelf`)
  await expect(cancelled).toBeVisible()
  await expect(left.grid).toBeFocused() // The dialog returns the focus.
  await tabTo(page, 'Cancel')
  await page.keyboard.press('Enter')
  await expect(cancelled).toContainText('cancelled')
  await limit('')

  writeFileSync(join(app.home, 'chart.txt'), 'new')
  writeOlder(join(app.shelf, 'chart.txt'), 'old')
  await left.goTo('Home:')
  await expect(left.row('chart.txt')).toBeVisible()
  await left.grid.focus()
  await page.keyboard.type('chart')
  await page.keyboard.press('F5')
  await expect(copy).toContainText('will be')
  await tabBackTo(page, copy.getByRole('combobox'))
  await page.keyboard.type('Fail')
  await expect(copy).toContainText('1 file already exists and will fail.')
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press('Tab')
  await expect(copy.getByRole('button', { name: /^Copy/ })).toBeFocused()
  await page.keyboard.press('Enter')
  const failed = transfer('Copy 1 item to Shelf')
  await expect(failed).toContainText('1 failed')
  rmSync(join(app.shelf, 'chart.txt'))
  await tabTo(page, 'Retry failed')
  await page.keyboard.press('Enter')
  await expect(failed).toContainText('1 done')
  await expect(failed.getByRole('button', { name: 'Show items' })).toBeFocused()
  expect(readFileSync(join(app.shelf, 'chart.txt'), 'utf8')).toBe('new')

  await page.keyboard.press('Control+Shift+R')
  const report = page.getByRole('dialog', { name: 'Report' })
  await expect(report).toContainText('of 1 item')
  await page.keyboard.press('Escape')
  await expect(failed.getByRole('button', { name: 'Show items' })).toBeFocused()
  await page.keyboard.press('Control+Shift+O')
  const history = page.getByRole('dialog', { name: 'History' })
  await expect(history.getByRole('group')).toHaveCount(3)
  await history.getByRole('searchbox').fill('chart')
  await expect(history.getByRole('group')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(left.grid).toBeFocused()
  await expect(dock.getByRole('status')).not.toBeEmpty()
})
