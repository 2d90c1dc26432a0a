import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expectNoFindings } from './support/axe.ts'
import { expect, test } from './support/test.ts'
import { files, identical, layOut, showScans, transfersOf, writeOlder } from './support/transfers.ts'
import { pane } from './support/window.ts'

/** Goes on with Tab until a button of that name in the transfers has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+j')
  for (let presses = 0; presses < 60; presses++) {
    const focused = await page.evaluate(() => {
      const { activeElement } = document
      return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? ''
    })
    if (focused === name) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`the keyboard does not reach ${name}`)
}

test('copy 214 files, answer, pause, resume, cancel, retry and read the report, by keyboard alone', async ({
  app,
  page,
}) => {
  test.setTimeout(180_000) // many steps, on slow machines too
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
  await copy.getByRole('radio', { name: /^Hash/ }).focus()
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
  await expect(all.getByRole('button', { name: 'Resume' })).toBeVisible()
  await tabTo(page, 'Resume')
  await page.keyboard.press('Enter')
  await expect(all.getByRole('button', { name: 'Pause' })).toBeVisible()
  await page.keyboard.press('Control+Shift+A')
  const conflict = page.getByRole('dialog', { name: 'Conflict' })
  await expect(conflict.getByRole('button', { name: /^Keep both/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(conflict).toBeHidden()
  await limit('')
  await expect(all).toContainText(`${files - identical} done · ${identical} skipped`)
  expect(readdirSync(join(app.shelf, 'archive'))).toHaveLength(files + 1)

  await limit('0.1')
  await right.goTo('Shelf:')
  await left.grid.focus()
  await page.keyboard.press('F5')
  await expect(copy).toContainText('will be copied')
  await page.keyboard.press('Enter')
  const cancelled = transfer(`Copy ${files} items to Shelf:`)
  await expect(cancelled).toBeVisible()
  await tabTo(page, 'Cancel')
  await page.keyboard.press('Enter')
  await expect(cancelled).toContainText('cancelled')
  await limit('')

  writeFileSync(join(app.home, 'chart.txt'), 'new')
  writeOlder(join(app.shelf, 'chart.txt'), 'old')
  await left.goTo('Home:')
  await left.grid.focus()
  await page.keyboard.type('chart')
  await page.keyboard.press('F5')
  await copy.getByRole('combobox').focus()
  await page.keyboard.type('Fail')
  await copy.getByRole('button', { name: /^Copy/ }).focus()
  await page.keyboard.press('Enter')
  const failed = transfer('Copy 1 item to Shelf:')
  await expect(failed).toContainText('1 failed')
  rmSync(join(app.shelf, 'chart.txt'))
  await tabTo(page, 'Retry failed')
  await page.keyboard.press('Enter')
  await expect(failed).toContainText('1 done')
  expect(readFileSync(join(app.shelf, 'chart.txt'), 'utf8')).toBe('new')

  await page.keyboard.press('Control+Shift+R')
  const report = page.getByRole('dialog', { name: 'Report' })
  await expect(report).toContainText('of 1 item')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+Shift+O')
  const history = page.getByRole('dialog', { name: 'History' })
  await expect(history.getByRole('group')).toHaveCount(3)
  await expectNoFindings(page, 'history')
  await history.getByRole('searchbox').fill('chart')
  await expect(history.getByRole('group')).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(dock.getByRole('status')).not.toBeEmpty()
})
