import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { startEndlessStore } from './support/small-store.ts'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

test.use({ inMemory: true })

test('a folder of 200,000 entries scrolls to the last row without blocking the other pane', async ({ app, page }) => {
  test.setTimeout(300_000) // The test creates the files first.
  const folder = join(app.home, 'crowd')
  mkdirSync(folder)
  const made = spawnSync('sh', ['-c', 'seq -f file-%.0f 200000 | xargs touch'], { cwd: folder })
  expect(made.status).toBe(0)
  mkdirSync(join(app.home, 'quiet', 'deeper'), { recursive: true })
  writeFileSync(join(app.home, 'quiet', 'deeper', 'note.md'), 'hello')
  await page.goto(app.url())
  const left = pane(page, 'Left')
  const right = pane(page, 'Right')
  await right.goTo('Home:quiet')
  await expect(right.row('deeper')).toBeVisible()
  const deeper = await right.row('deeper').boundingBox()
  if (!deeper) throw new Error('The folder has no place on the screen.')
  const order = await noteOrder(page, { left: left.status, right: right.grid })
  await left.goTo('Home:crowd')
  await page.mouse.dblclick(deeper.x + 20, deeper.y + deeper.height / 2) // Clicks at once, even while the page is busy.
  await expect(right.row('note.md')).toBeVisible()

  await expect(left.status).toContainText('200,000 items', { timeout: 30_000 })
  expect(await order()).toEqual(['note.md', '200,000 items'])
  await left.grid.focus()
  await page.keyboard.press('End')
  await expect(left.row('file-200000')).toBeVisible()
  await page.keyboard.press('Home')
  await left.grid.hover()
  await page.mouse.wheel(0, 100_000_000)
  await expect(left.row('file-200000')).toBeVisible()
  await left.filter('file-19999')
  await expect.poll(() => left.rowCount()).toBe(12) // `..`, the file itself and ten longer names.
  await left.filter('')
  await expect(left.status).toContainText('200,000 items')
})

test('stopping a slow listing keeps the rows received so far', async ({ app, page }) => {
  const store = await startEndlessStore()
  try {
    writeFileSync(
      app.mountsFile,
      `- {name: endless, type: s3, bucket: sea, endpoint: '${store.endpoint}', accessKeyId: AKIDEXAMPLE, secretAccessKey: never}\n`,
    )
    await page.goto(app.url())
    const left = pane(page, 'Left')
    await left.goTo('endless:')
    await expect(left.row('file-000000000')).toBeVisible()
    await left.region.getByRole('button', { name: 'Stop' }).click()
    await expect(left.status).toContainText('stopped')
    const count = await left.rowCount()
    expect(count).toBeGreaterThan(10)
    await page.waitForTimeout(500)
    expect(await left.rowCount()).toBe(count)
  } finally {
    await store.stop()
  }
})

/** Records in the page itself what appears first. A test outside the page may look too late. */
async function noteOrder(page: Page, { left, right }: { readonly left: Locator; readonly right: Locator }) {
  const seen = await page.evaluateHandle(
    ([status, grid]) => {
      const noted: string[] = []
      const note = (element: Element | null | undefined, words: string) => {
        if (element?.textContent.includes(words) && !noted.includes(words)) noted.push(words)
      }
      new MutationObserver(() => {
        note(grid, 'note.md')
        note(status, '200,000 items')
      }).observe(document.body, { subtree: true, childList: true, characterData: true })
      return noted
    },
    [await left.elementHandle(), await right.elementHandle()] as const,
  )
  return () => seen.jsonValue()
}
