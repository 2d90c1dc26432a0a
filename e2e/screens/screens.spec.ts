import type { Page } from '@playwright/test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dialogAlone, expectNoFindings } from '../support/axe.ts'
import { expect, test } from '../support/test.ts'
import { layoutFindings } from './check-layout.ts'
import { fileDialogs, folderDialogs, looks, versionDialogs, windowDialogs } from './dialogs.ts'
import { menus, panes } from './panes.ts'
import { makeSampleFiles } from './sample-files.ts'
import { type Screen, type Tour, tourOf } from './tour.ts'
import { transfers } from './transfers.ts'

/** Set by `npm run pictures`. */
const pictures = process.env['PORTOLAN_PICTURES']
const sizes = [
  [700, 700],
  [1000, 700],
  [1440, 900],
] as const

const groups: Readonly<Record<string, readonly Screen[]>> = {
  panes,
  menus,
  looks,
  fileDialogs,
  folderDialogs,
  versionDialogs,
  windowDialogs,
  transfers,
}

for (const [name, screens] of Object.entries(groups)) {
  test(`nothing is cut off, covered or hard to see: ${name}`, async ({ app, page }) => {
    test.setTimeout(30_000 + screens.length * 20_000)
    await makeSampleFiles(app)
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(app.url())
    const tour = tourOf(page, app)
    for (const screen of screens) {
      await test.step(screen.name, async () => {
        await shown(screen, tour)
      })
    }
  })
}

/** Opens a screen. If one screen cannot be opened, the others are still checked. */
async function shown(screen: Screen, tour: Tour): Promise<void> {
  try {
    await screen.open(tour)
    await look(tour, screen)
  } catch (error) {
    expect.soft(String(error), screen.name).toBe('')
  }
  await tour.close()
  await screen.leave?.(tour)
}

async function look(tour: Tour, { name, isFleeting, open }: Screen): Promise<void> {
  const { page } = tour
  for (const [width, height] of sizes) {
    if (isFleeting) await tour.close()
    await page.setViewportSize({ width, height })
    if (isFleeting) await open(tour)
    await quiet(page)
    expect.soft(await layoutFindings(page), `${name}, ${width} × ${height}`).toEqual([])
    if (pictures === undefined) continue
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await quiet(page)
      await picture(page, `${name}-${width}-${colorScheme}`)
    }
    await page.emulateMedia({ colorScheme: 'light' })
  }
  // The window behind a dialog is checked as a separate screen.
  const isDialog = (await page.getByRole('dialog').count()) > 0
  if (pictures === undefined) await expectNoFindings(page, name, isDialog ? dialogAlone : {})
}

/** Waits until all animations and all requests have ended. */
async function quiet(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
  await page.evaluate(async () => {
    await document.fonts.ready
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {})))
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  })
}

/** Saves a picture as WebP, a third of the size of a PNG. Only the Chrome DevTools Protocol can create WebP. */
async function picture(page: Page, name: string): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 60 })
  await session.detach()
  mkdirSync(String(pictures), { recursive: true })
  writeFileSync(join(String(pictures), `${name}.webp`), Buffer.from(data, 'base64'))
}
