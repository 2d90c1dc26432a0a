import { truncateSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { dialogAlone, expectNoFindings } from './support/axe.ts'
import { pdfOf, pngOf, wavOf } from './support/samples.ts'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

/** Opens quick look for a file of the left pane, using only the keyboard. */
async function lookAt(page: Page, name: string, key = 'Space'): Promise<Locator> {
  const left = pane(page, 'Left')
  await left.row(name).click()
  await expect(left.grid).toBeFocused()
  await page.keyboard.press(key)
  const look = page.getByRole('dialog', { name: 'Quick look' })
  await expect(look.getByRole('heading', { name, exact: true })).toBeVisible()
  await expect(look.locator(':focus')).toHaveCount(1)
  return look
}

test('previews files of every kind one after the other, by keyboard alone', async ({ app, page }) => {
  writeFileSync(join(app.home, '1-harbour.png'), pngOf(60, 40))
  writeFileSync(join(app.home, '2-tide.ts'), "export const tide: string = 'high'\n")
  writeFileSync(join(app.home, '3-log.md'), '# Log of the harbour\n\n- one\n- **two**\n')
  writeFileSync(join(app.home, '4-chart.pdf'), pdfOf('Chart of the harbour'))
  writeFileSync(join(app.home, '5-bell.wav'), wavOf(3))
  writeFileSync(join(app.home, '6-cargo.bin'), Buffer.from([1, 2, 3, 0, 0x41, 0x42]))
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:')

  const look = await lookAt(page, '1-harbour.png')
  await expect(look).toContainText('60 × 40')

  await page.keyboard.press('ArrowDown')
  await expect(look.locator('.tok-keyword').first()).toHaveText('export')

  await page.keyboard.press('ArrowDown')
  const frame = look.frameLocator('iframe')
  await expect(frame.getByRole('heading', { name: 'Log of the harbour' })).toBeVisible()

  await page.keyboard.press('ArrowDown')
  await expect(look).toContainText('1 page')
  await expect(look.getByText('Chart of the harbour')).toBeAttached()

  await page.keyboard.press('ArrowDown')
  await expect(look).toContainText('0:03')
  await look.locator('video').evaluate((player: HTMLVideoElement) => (player.currentTime = 2))
  await expect.poll(() => look.locator('video').evaluate((player: HTMLVideoElement) => player.currentTime)).toBe(2)
  await expectNoFindings(page, 'sound', dialogAlone)

  await page.keyboard.press('ArrowDown')
  await expect(look.getByRole('row', { name: /01 02 03 00 41 42/ })).toContainText('····AB')

  // Nothing is read twice: content that was shown before is available without the host.
  await app.kill()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await expect(look.locator('.tok-string').first()).toHaveText("'high'")
  await page.keyboard.press('Escape')
  await expect(look).toBeHidden()
  await expect(left.grid).toBeFocused()
  expect(await left.cursorName()).toMatch(/^2-tide\.ts/)
  await page.keyboard.press('F3')
  await expect(look).toBeVisible()
  await expect(look.locator(':focus')).toHaveCount(1)
  await page.keyboard.press('Space')
  await expect(look).toBeHidden()
  await expect(left.grid).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(look).toBeVisible()
})

test('opens a file of 20 GB at once, at any offset', async ({ app, page }) => {
  writeFileSync(join(app.home, 'disk.img'), '\0boot')
  truncateSync(join(app.home, 'disk.img'), 20_000_000_000)
  await page.goto(app.url())
  await pane(page, 'Left').goTo('Home:')
  const look = await lookAt(page, 'disk.img')
  await expect(look.getByRole('row', { name: /00 62 6f 6f 74/ })).toBeVisible()
  await expect(look).toContainText('20 GB · read 65.5 KB')
  const offset = look.getByRole('textbox', { name: 'Go to offset' })
  await offset.fill('0x4a817c7f0')
  await page.keyboard.press('Enter')
  await expect(look.getByText('4a817c7f0', { exact: true })).toBeVisible()
  await expect(look).toContainText(/read (9\d|1\d\d) KB/)
  await offset.fill('20000000000')
  await page.keyboard.press('Enter')
  await expect(look.getByRole('alert')).toContainText('Enter a number from 0 to 19,999,999,999')
})

test('the inspector shows a small preview, of remote files only on request', async ({ app, page }) => {
  writeFileSync(app.mountsFile, 'mounts:\n  - {name: far, type: memory}\n')
  writeFileSync(join(app.home, 'note.txt'), 'words of a note')
  writeFileSync(join(app.home, 'red.png'), pngOf(30, 20))
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:')
  await pane(page, 'Right').goTo('far:')
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await left.row('red.png').click()
  await expect(inspector.getByRole('img', { name: 'Preview of red.png' })).toBeVisible()
  await left.row('note.txt').click()
  await expect(inspector.getByLabel('Preview of note.txt')).toHaveText('words of a note')
  await expectNoFindings(page, 'a preview in the inspector')
  await page.keyboard.press('F5')
  await page.getByRole('dialog', { name: 'Copy' }).getByRole('button', { name: /^Copy/ }).click()
  await pane(page, 'Right').row('note.txt').click()
  await inspector.getByRole('button', { name: 'Show a preview' }).click()
  await expect(inspector.getByLabel('Preview of note.txt')).toHaveText('words of a note')
})

test('a long text is read in parts, on request', async ({ app, page }) => {
  writeFileSync(join(app.home, 'long.log'), 'a line of a log\n'.repeat(100_000))
  await page.goto(app.url())
  await pane(page, 'Left').goTo('Home:')
  const look = await lookAt(page, 'long.log')
  await expect(look).toContainText('The first 65.5 KB of 1.6 MB.')
  await look.getByRole('button', { name: 'Read more' }).press('Enter')
  await expect(look).toContainText('The first 262 KB of 1.6 MB.')
})

test('hostile files execute nothing and load nothing', async ({ app, page }) => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const evil = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const script = `top.hostile = true; parent.hostile = true; fetch('${evil}/script')`
  const html = `<script>${script}</script><img src="${evil}/img" onerror="${script}"><iframe src="${evil}/frame"></iframe><link rel="stylesheet" href="${evil}/css">`
  const action = `<< /S /JavaScript /JS (app.launchURL\\("${evil}/js"\\);) >>`
  const uri = `<< /S /URI /URI (${evil}/uri) >>`
  writeFileSync(join(app.home, '1.html'), html)
  writeFileSync(
    join(app.home, '2.svg'),
    `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" onload="${script}"><script>${script}</script><image href="${evil}/svg" width="9" height="9"/><style>@import url(${evil}/style);</style></svg>`,
  )
  writeFileSync(
    join(app.home, '3.pdf'),
    pdfOf('Hostile pages', {
      catalog: `/OpenAction ${action} /AA << /WC ${action} >>`,
      page: `/AA << /O ${uri} >> /Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 612 792] /A ${uri} >>]`,
    }),
  )
  writeFileSync(
    join(app.home, '4.md'),
    `# Hostile words\n\n${html}\n\n![picture](${evil}/md) [link](${evil}/link) [run](javascript:alert(1)) <a href="${evil}/a">a</a>\n\n<svg onload="${script}">\n`,
  )
  await page.goto(app.url())
  await pane(page, 'Left').goTo('Home:')
  const look = await lookAt(page, '1.html')
  await expect(look.getByLabel('Text of 1.html')).toContainText('<script>')
  await page.keyboard.press('ArrowDown')
  await expect(look).toContainText('40 × 40')
  await page.keyboard.press('ArrowDown')
  await expect(look.getByText('Hostile pages')).toBeAttached()
  await look.locator('canvas').click()
  await page.keyboard.press('ArrowDown')
  const frame = look.frameLocator('iframe')
  await expect(frame.getByRole('heading', { name: 'Hostile words' })).toBeVisible()
  await frame.getByText('link').first().click()
  await expect(frame.locator('img, script, iframe, svg, [href], [src], [onload]')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(look).toBeHidden()
  expect(await page.evaluate(() => Object.hasOwn(window, 'hostile'))).toBe(false)
  expect(asked).toEqual([])
  server.close()
})
