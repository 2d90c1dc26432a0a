import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Locator, Page, TestInfo } from '@playwright/test'
import { expect, test } from './support/test.ts'
import { drag } from './support/transfers.ts'
import { pane, pressEnterIn } from './support/window.ts'

/**
 * The first minute with Portolan, from an empty home folder. A file is copied to the Shelf, changed, viewed as it was,
 * restored, and shared with a person who has a phone; then a folder is shared. The duration of each step is attached
 * and printed, but not asserted.
 */

const states = ['high at noon', 'high at noon\nlow at six', 'high at one\nlow at seven'] as const

/** The actions that differ between the mouse and the keyboard. */
interface Hand {
  readonly copyToShelf: (page: Page) => Promise<void>
  readonly openVersions: (page: Page) => Promise<void>
  /** Presses a button of the inspector or a dialog. */
  readonly press: (button: Locator) => Promise<void>
  readonly close: (dialog: Locator) => Promise<void>
  readonly share: (page: Page, row: string) => Promise<void>
  readonly chooseUpload: (dialog: Locator) => Promise<void>
}

const mouse: Hand = {
  async copyToShelf(page) {
    await drag(page, pane(page, 'Left').row('tides.txt'), pane(page, 'Right').grid)
    await page.getByRole('dialog', { name: 'Copy' }).getByRole('button', { name: /^Copy/ }).click()
  },
  async openVersions(page) {
    await pane(page, 'Right').row('tides.txt').click()
    await inspectorOf(page).getByRole('tab', { name: 'Versions' }).click()
  },
  press: (button) => button.click(),
  close: (dialog) => dialog.getByRole('button', { name: /^(Close|Done)$/ }).click(),
  async share(page, row) {
    await pane(page, 'Right').row(row).click({ button: 'right' })
    await page.getByRole('menuitem', { name: /^Share/ }).click()
  },
  chooseUpload: (dialog) => dialog.getByText('Upload here', { exact: true }).click(),
}

const keys: Hand = {
  async copyToShelf(page) {
    await goToFile(page, 'Left', 'tides.txt')
    await page.keyboard.press('F5')
    await pressEnterIn(page)
  },
  async openVersions(page) {
    await goToFile(page, 'Right', 'tides.txt')
    await page.keyboard.press('Control+Shift+E')
  },
  press: (button) => tabTo(button),
  async close(dialog) {
    await dialog.page().keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  },
  async share(page, row) {
    await goToFile(page, 'Right', row)
    await page.keyboard.press('Control+Shift+S')
  },
  async chooseUpload(dialog) {
    await tabOnto(dialog.getByRole('radio', { name: 'Download' }))
    await dialog.page().keyboard.press('ArrowRight')
    await expect(dialog.getByRole('radio', { name: 'Upload here' })).toBeChecked()
  },
}

function inspectorOf(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Inspector' })
}

/** Escape moves from the inspector to the files, Tab to the other pane, and the first letters to the file. */
async function goToFile(page: Page, side: 'Left' | 'Right', name: string): Promise<void> {
  const { grid } = pane(page, side)
  const other = pane(page, side === 'Left' ? 'Right' : 'Left').grid
  if (!(await holdsFocus(grid)) && !(await holdsFocus(other))) await page.keyboard.press('Escape')
  await expect.poll(async () => (await holdsFocus(grid)) || holdsFocus(other)).toBe(true)
  if (!(await holdsFocus(grid))) await page.keyboard.press('Tab')
  await expect(grid).toBeFocused()
  await page.keyboard.press('Home')
  await page.keyboard.type(name.slice(0, 4))
  await expect.poll(() => pane(page, side).cursorName()).toContain(name)
}

function holdsFocus(part: Locator): Promise<boolean> {
  return part.evaluate((element) => element === document.activeElement)
}

/** Presses Tab until the element has the focus. */
async function tabOnto(part: Locator): Promise<void> {
  await expect(part).toBeAttached()
  for (let at = 0; at < 60 && !(await holdsFocus(part)); at += 1) await part.page().keyboard.press('Tab')
  await expect(part).toBeFocused()
}

async function tabTo(button: Locator): Promise<void> {
  await tabOnto(button)
  await button.page().keyboard.press('Enter')
}

/** Creates a test step whose duration is printed and attached to the report. */
function timed(info: TestInfo) {
  const times: string[] = []
  let totalMs = 0
  return {
    async step<T>(title: string, work: () => Promise<T>): Promise<T> {
      const start = performance.now()
      const result = await test.step(title, work)
      const tookMs = performance.now() - start
      totalMs += tookMs
      times.push(`${(tookMs / 1000).toFixed(2).padStart(6)} s  ${title}`)
      return result
    },
    async tell() {
      const told = [...times, `${(totalMs / 1000).toFixed(2).padStart(6)} s  in all`].join('\n')
      console.log(`${info.title}\n${told}`)
      await info.attach('times', { body: told, contentType: 'text/plain' })
    },
  }
}

async function makeLink(page: Page, hand: Hand, choose?: (dialog: Locator) => Promise<void>): Promise<string> {
  const dialog = page.getByRole('dialog', { name: 'Share', exact: true })
  await choose?.(dialog)
  await hand.press(dialog.getByRole('button', { name: 'Create link' }))
  const url = await dialog.getByRole('textbox', { name: 'Link', exact: true }).inputValue()
  await hand.close(dialog)
  return url
}

/** Opens a browser like that of a phone, which shares no state with the browser in which the link was created. */
async function onPhone(browser: Browser, work: (phone: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    deviceScaleFactor: 3,
  })
  try {
    await work(await context.newPage())
  } finally {
    await context.close()
  }
}

async function expectNoSideways(phone: Page): Promise<void> {
  const { scroll, width } = await phone.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    width: document.documentElement.clientWidth,
  }))
  expect(scroll, 'nothing is wider than the phone').toBeLessThanOrEqual(width)
}

for (const [name, hand] of Object.entries({ 'by mouse': mouse, 'by keyboard alone': keys })) {
  test(`the first minute, ${name}`, async ({ app, page, browser }, info) => {
    const clock = timed(info)
    const file = join(app.home, 'tides.txt')
    const right = pane(page, 'Right')
    const versions = inspectorOf(page).getByRole('list', { name: 'Versions' }).getByRole('listitem')

    await clock.step('start', async () => {
      await page.setViewportSize({ width: 1440, height: 900 })
      await page.goto(app.url())
      await expect(pane(page, 'Left').grid).toBeVisible()
      await expect(right.region).toContainText('This is your Shelf')
    })
    for (const [at, state] of states.entries()) {
      await clock.step(at === 0 ? 'copy a file to the Shelf' : `change it, time ${at}, and copy it again`, async () => {
        writeFileSync(file, state)
        await expect(pane(page, 'Left').row('tides.txt')).toHaveAccessibleName(new RegExp(`${state.length} B`))
        await hand.copyToShelf(page)
        await expect(right.row('tides.txt')).toHaveAccessibleName(new RegExp(`${state.length} B`))
      })
    }
    await clock.step('see three versions', async () => {
      await hand.openVersions(page)
      await expect(versions).toHaveCount(3)
    })
    await clock.step('compare two', async () => {
      await hand.press(versions.first().getByRole('button', { name: 'Compare', exact: true }))
      const compare = page.getByRole('dialog', { name: /^Compare/ })
      await expect(compare).toContainText('low at six')
      await expect(compare).toContainText('low at seven')
      await hand.close(compare)
    })
    await clock.step('restore one', async () => {
      await hand.press(versions.nth(1).getByRole('button', { name: 'Restore', exact: true }))
      await hand.press(
        page
          .getByRole('dialog', { name: 'Restore', exact: true })
          .getByRole('button', { name: 'Restore', exact: true }),
      )
      await expect(versions).toHaveCount(4)
    })
    const url = await clock.step('share it', async () => {
      await hand.share(page, 'tides.txt')
      return makeLink(page, hand)
    })
    await clock.step('open the link as curl does', async () => {
      const answer = await fetch(url)
      expect([answer.status, await answer.text()]).toEqual([200, states[1]])
    })
    await clock.step('open the link on a phone', () =>
      onPhone(browser, async (phone) => {
        await phone.goto(url)
        await expect(phone.getByText('low at six')).toBeVisible()
      }),
    )
    mkdirSync(join(app.shelf, 'harbour'))
    const names = ['quay wall, seen from the north pier at low water.txt', 'tides.txt']
    for (const each of names) writeFileSync(join(app.shelf, 'harbour', each), each)
    const folderUrl = await clock.step('share a folder', async () => {
      await expect(right.row('harbour')).toBeVisible()
      await hand.share(page, 'harbour')
      return makeLink(page, hand)
    })
    await clock.step('open the folder on a phone', () =>
      onPhone(browser, async (phone) => {
        await phone.goto(folderUrl)
        await expectNoSideways(phone)
        const downloading = phone.waitForEvent('download')
        await phone.getByRole('link', { name: /zip/ }).tap()
        expect((await downloading).suggestedFilename()).toBe('harbour.zip')
        await phone.getByRole('link', { name: names[0] ?? '' }).tap()
        await expect(phone.getByText(names[0] ?? '')).toBeVisible()
      }),
    )
    const inboxUrl = await clock.step('share it to be filled', async () => {
      await hand.share(page, 'harbour')
      return makeLink(page, hand, hand.chooseUpload)
    })
    await clock.step('send a file into it from a phone', () =>
      onPhone(browser, async (phone) => {
        await phone.goto(inboxUrl)
        await expectNoSideways(phone)
        const photo = { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not really') }
        await phone.getByLabel('Files').setInputFiles(photo)
        await phone.getByRole('button', { name: 'Send' }).tap()
        await expect(phone.getByRole('heading', { name: 'Sent' })).toBeVisible()
        expect(readFileSync(join(app.shelf, 'harbour', 'photo.jpg'), 'utf8')).toBe('not really')
      }),
    )
    await clock.tell()
  })
}
