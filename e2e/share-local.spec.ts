import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { dialogAlone, expectNoFindings } from './support/axe.ts'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

const shareDialog = (page: Page) => page.getByRole('dialog', { name: 'Share', exact: true })
const linkIn = (dialog: Locator) => dialog.getByRole('textbox', { name: 'Link', exact: true })

/** Selects files of Home and opens the share dialog for them. */
async function share(page: Page, ...names: readonly string[]): Promise<Locator> {
  const left = pane(page, 'Left')
  for (const [at, name] of names.entries()) {
    await left.row(name).click(at === 0 ? {} : { modifiers: ['Control'] })
  }
  await page.keyboard.press('Control+Shift+S')
  return shareDialog(page)
}

async function openHome(page: Page, url: string): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(url)
  await pane(page, 'Left').goTo('Home:')
}

const statusOf = (url: string) =>
  fetch(url).then(
    ({ status }) => status,
    () => 'nobody there',
  )

test('a local file is shared, opened by a receiver, counted and revoked', async ({ app, page }) => {
  writeFileSync(join(app.home, 'tides.txt'), 'high at noon')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await openHome(page, app.url())
  const dialog = await share(page, 'tides.txt')
  await expect(dialog).toContainText('It will work while this Portolan runs.')
  await expectNoFindings(page, 'share, before')
  await dialog.getByText('More options').click()
  await dialog.getByRole('textbox', { name: 'File name for the receiver' }).fill('Tide table.csv')
  await dialog.getByRole('textbox', { name: 'File type for the receiver' }).fill('csv')
  await dialog.getByRole('textbox', { name: 'Maximum downloads' }).fill('2')
  await expectNoFindings(page, 'share, all options', dialogAlone)
  await dialog.getByRole('button', { name: 'Create link' }).click()
  await expect(dialog.getByRole('alert')).toContainText('a type such as text/csv')
  await dialog.getByRole('textbox', { name: 'File type for the receiver' }).fill('text/csv')
  await dialog.getByRole('button', { name: 'Create link' }).click()
  const url = await linkIn(dialog).inputValue()
  await expect(dialog).toContainText('on this computer only, while this Portolan runs: http://127.0.0.1:')
  const answer = await fetch(url)
  expect(await answer.text()).toBe('high at noon')
  expect(answer.headers.get('content-type')).toContain('text/csv')
  expect(answer.headers.get('content-disposition')).toContain('Tide%20table.csv')

  await dialog.getByRole('button', { name: 'Copy mail text' }).click()
  await expect(dialog.getByText('Copied.')).toBeVisible()
  const mail = await page.evaluate(() => navigator.clipboard.readText())
  expect(mail).toContain(`You can download Tide table.csv here:\n\n${url}\n\nThe link works until `)
  const written = await dialog.getByRole('link', { name: 'Write mail' }).getAttribute('href')
  expect(new URLSearchParams(written?.slice('mailto:?'.length)).get('body')).toContain(url)

  await dialog.getByRole('button', { name: 'All links…' }).click()
  const all = page.getByRole('dialog', { name: 'All links' })
  await expect(all).toContainText('Opened once, today')
  await expect(all).toContainText('1 of 2 downloads used.')
  await expectNoFindings(page, 'all links', dialogAlone)
  await all.getByRole('button', { name: 'Revoke the link to Home:tides.txt' }).click()
  await expect(all.getByRole('row', { name: /revoked/ })).toBeVisible()
  expect(await statusOf(url)).toBe(410)
})

test('several files share one link to a page, or have one link each', async ({ app, page }) => {
  mkdirSync(join(app.home, 'plans'))
  writeFileSync(join(app.home, 'plans', 'quay.txt'), 'quay')
  for (const name of ['a.txt', 'b.txt']) writeFileSync(join(app.home, name), name)
  await openHome(page, app.url())
  const dialog = await share(page, 'a.txt', 'b.txt', 'plans')
  await expect(dialog.getByRole('heading')).toHaveText('Share 3 items')
  await dialog.getByRole('button', { name: 'Create link' }).click()
  const text = await (await fetch(await linkIn(dialog).inputValue())).text()
  for (const name of ['a.txt', 'b.txt', 'plans/']) expect(text).toContain(name)
  await dialog.getByText('More options').click()
  await dialog.getByRole('checkbox', { name: 'One link for all' }).click()
  await dialog.getByRole('button', { name: 'Create 3 links' }).click()
  const each = dialog.getByRole('textbox', { name: 'Link to b.txt' })
  expect(await (await fetch(await each.inputValue())).text()).toBe('b.txt')
  await expect(dialog.getByRole('textbox', { name: /^Link to/ })).toHaveCount(3)
  await expectNoFindings(page, 'several links', dialogAlone)
})

test('others upload files into a folder, with a password and a size limit', async ({ app, page, browser }) => {
  mkdirSync(join(app.home, 'inbox'))
  await openHome(page, app.url())
  const dialog = await share(page, 'inbox')
  await dialog.getByText('Upload here', { exact: true }).click()
  await expect(dialog).toContainText('Others can send files to this folder. They can’t see')
  await dialog.getByText('More options').click()
  await expect(dialog.getByRole('combobox', { name: 'Largest file' })).toHaveValue('1000000000')
  await dialog.getByLabel('Password').fill('open sesame')
  await dialog.getByRole('combobox', { name: 'Largest file' }).selectOption('10 MB')
  await expectNoFindings(page, 'share an inbox', dialogAlone)
  await dialog.getByRole('button', { name: 'Create link' }).click()
  const url = await linkIn(dialog).inputValue()
  const written = await dialog.getByRole('link', { name: 'Write mail' }).getAttribute('href')
  expect(decodeURIComponent(written ?? '')).toMatch(/You can send me files here:[^]*It asks for a password/)
  expect(decodeURIComponent(written ?? '')).not.toContain('sesame')

  const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
  const phone = await context.newPage()
  await phone.goto(url)
  await expectNoFindings(phone, 'password page')
  await phone.getByLabel('Password').fill('open sesame')
  await phone.keyboard.press('Enter')
  await expect(phone.getByText('No file may be larger than 10')).toBeVisible()
  await expectNoFindings(phone, 'upload page')
  await phone.getByLabel('Files').setInputFiles({ name: 'scan.txt', mimeType: 'text/plain', buffer: Buffer.from('x') })
  await phone.getByRole('button', { name: 'Send' }).click()
  await expect(phone.getByRole('heading', { name: 'Sent' })).toBeVisible()
  await context.close()
  expect(readFileSync(join(app.home, 'inbox', 'scan.txt'), 'utf8')).toBe('x')
})

test('links are served to this computer or the network, as chosen, until that is stopped', async ({ app, page }) => {
  writeFileSync(join(app.home, 'tides.txt'), 'high at noon')
  await openHome(page, app.url())
  const dialog = await share(page, 'tides.txt')
  await dialog.getByRole('button', { name: 'Create link' }).click()
  const url = await linkIn(dialog).inputValue()
  expect(await statusOf(url)).toBe(200)
  await dialog.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(dialog).toContainText('It does not work now.')
  expect(await statusOf(url)).toBe('nobody there')
  await dialog.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(dialog).toContainText('on this computer only')
  expect(await statusOf(url)).toBe(200)

  const address = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address
  await dialog.getByText('This network', { exact: true }).click()
  if (address === undefined) {
    await expect(dialog.getByRole('alert')).toContainText('in no network')
    return
  }
  await expect(dialog).toContainText(`in this network, while this Portolan runs: http://${address}:`)
  const there = await linkIn(dialog).inputValue()
  expect(there).toContain(`http://${address}:`)
  expect(await statusOf(there)).toBe(200)
  await dialog.getByText('Only this computer', { exact: true }).click()
  await expect(linkIn(dialog)).toHaveValue(url)
  expect(await statusOf(url)).toBe(200)
})

test('links start with the address of the user’s own proxy, which is set once', async ({ app, page }) => {
  writeFileSync(join(app.home, 'tides.txt'), 'high at noon')
  await openHome(page, app.url())
  await page.keyboard.press('Control+,')
  const settings = page.getByRole('dialog', { name: 'Settings' })
  await settings.getByRole('tab', { name: 'Mounts' }).click()
  const base = settings.getByRole('textbox', { name: 'Address that links begin with' })
  await base.fill('files.example.org')
  await settings.getByRole('button', { name: 'Save' }).click()
  await expect(settings.getByRole('alert')).toContainText('begins with http')
  await base.fill('https://files.example.org/portolan')
  await settings.getByRole('button', { name: 'Save' }).click()
  await expect(settings).toContainText('Links now begin with https://files.example.org/portolan.')
  await expectNoFindings(page, 'settings', dialogAlone)
  await page.keyboard.press('Escape')
  const dialog = await share(page, 'tides.txt')
  await dialog.getByRole('button', { name: 'Create link' }).click()
  await expect(linkIn(dialog)).toHaveValue(/^https:\/\/files\.example\.org\/portolan\/l\//)
  await expect(dialog).toContainText('at your own address')
})
