import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type Hand, keys, mouse } from './day-one/hand.ts'
import { expectNoFindings } from './support/axe.ts'
import { type S3Lab, test } from './support/s3-service.ts'
import type { ServedApp } from './support/served-app.ts'
import { expect } from './support/test.ts'
import { pane } from './support/window.ts'

/**
 * The first day with Portolan, from an empty home folder: the user adds a store, and then views, finds, copies,
 * renames, changes, restores and shares its files.
 */

const rows = ['charts/north.md', 'charts/south.md', 'charts/deep/tide table 2026.txt']

interface Day {
  readonly app: ServedApp
  readonly page: Page
  readonly lab: S3Lab
  readonly hand: Hand
}

for (const [name, hand] of Object.entries({ 'by keyboard alone': keys, 'by mouse': mouse })) {
  test(`day one, ${name}`, async ({ app, page, lab }) => {
    test.setTimeout(120_000)
    for (const key of rows) await lab.s3.putObject({ Bucket: lab.bucket, Key: key, Body: `# ${key}\n` })
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.addInitScript(countHands)
    const day = { app, page, lab, hand }
    for (const part of [start, addStore, look, findAndCopy, rename, edit, restore, share, undo, settings, goBack]) {
      await test.step(part.name, () => part(day))
    }
    const { pointed, pressed } = await page.evaluate(() => (window as unknown as HandWindow).hands)
    if (hand === keys) expect(pointed).toBe(0)
    else expect(pressed).toEqual([])
  })
}

interface HandWindow {
  hands: { pointed: number; pressed: string[] }
}

/** Counts real events: mouse events, and keys that do not type text. */
function countHands(): void {
  const kept = sessionStorage.getItem('hands')
  const hands: HandWindow['hands'] = kept === null ? { pointed: 0, pressed: [] } : JSON.parse(kept)
  ;(window as unknown as HandWindow).hands = hands
  const keep = () => sessionStorage.setItem('hands', JSON.stringify(hands))
  for (const type of ['pointerdown', 'pointermove', 'wheel']) {
    const count = (event: Event) => event.isTrusted && (hands.pointed++, keep())
    addEventListener(type, count, { capture: true })
  }
  const note = (event: KeyboardEvent) =>
    event.isTrusted && event.key.length > 1 && (hands.pressed.push(event.key), keep())
  addEventListener('keydown', note, { capture: true })
}

async function start({ app, page }: Day) {
  await page.goto(app.url())
  await expect(pane(page, 'Left').grid).toBeFocused()
  await expect(pane(page, 'Left').region).toContainText('This folder is empty')
  const right = pane(page, 'Right').region
  await expect(right.getByRole('heading')).toHaveText('This is your Shelf')
  await expect(right.getByRole('button', { name: 'Copy something here' })).toBeVisible()
}

async function addStore({ app, page, lab, hand }: Day) {
  await hand.chooseOffer(page, 'Right', 'Add a cloud or server')
  const dialog = page.getByRole('dialog', { name: 'Add mount' })
  await expect(dialog.getByRole('textbox', { name: 'Paste anything' })).toBeFocused()
  await page.keyboard.insertText(pasteOf(lab))
  await expect(dialog.getByText('Its secret is kept, not shown.')).toBeVisible()
  await hand.press(dialog.getByRole('button', { name: 'Test', exact: true }))
  await expect(dialog.getByRole('status').last()).toContainText('Everything works')
  await hand.press(dialog.getByRole('button', { name: 'Add mount' }))
  // Without a keychain, the dialog asks where to store the secret, and the question has the focus.
  await expect(dialog.getByRole('alert')).toHaveText('Choose where the secret is to be kept.')
  await expect(dialog.getByRole('radio', { name: /An encrypted file/ })).toBeFocused()
  await hand.pick(dialog.getByRole('radio', { name: /This session only/ }))
  await hand.press(dialog.getByRole('button', { name: 'Add mount' }))
  await expect(dialog).toBeHidden()
  await expect(pane(page, 'Right').row('charts')).toBeVisible()
  await expect(pane(page, 'Right').grid).toBeFocused()
  expect(readFileSync(app.mountsFile, 'utf8')).toContain(lab.bucket)
}

function pasteOf({ bucket, mount }: S3Lab): string {
  const valueOf = (key: string) => encodeURIComponent(new RegExp(`${key}: '([^']+)'`).exec(mount)?.[1] ?? '')
  const keysOf = ['endpoint', 'accessKeyId', 'secretAccessKey'].map((key) => `${key}=${valueOf(key)}`)
  return `s3://${bucket}?${keysOf.join('&')}&pathStyle=true&region=us-east-1`
}

async function look({ page, hand }: Day) {
  const right = pane(page, 'Right')
  await hand.open(page, 'Right', 'charts')
  await expect(right.row('south.md')).toBeVisible()
  await hand.run(page, 'Right', 'north.md', { key: 'Space', item: /^Quick look/ })
  const dialog = page.getByRole('dialog', { name: 'Quick look' })
  await expect(dialog.getByRole('heading', { name: 'north.md' }).first()).toBeVisible()
  await hand.next(page)
  await expect(dialog.getByRole('heading', { name: 'south.md' }).first()).toBeVisible()
  await expect(dialog.frameLocator('iframe').getByText('charts/south.md')).toBeVisible()
  await hand.close(dialog)
  await expect(dialog).toBeHidden()
  await expect(right.grid).toBeFocused()
  expect(await right.cursorName()).toContain('south.md')
}

async function findAndCopy({ page, hand, app }: Day) {
  // The copies go to the Shelf.
  await toShelf(page, hand)
  await hand.runHere(page, 'Right', { key: 'Control+f', item: /^Find below here/ })
  await expect(pane(page, 'Right').region.getByRole('textbox', { name: 'Find below here' })).toBeFocused()
  await page.keyboard.type('tide table')
  await hand.endTyping(page, 'Right')
  await expect(pane(page, 'Right').row('tide table 2026.txt')).toContainText('deep')
  await expectNoFindings(page, 'found in a store')
  await hand.run(page, 'Right', 'tide table 2026.txt', { key: 'F5', item: /^Copy to the other pane/ })
  const copy = page.getByRole('dialog', { name: 'Copy' })
  await hand.press(copy.getByRole('button', { name: /^Copy/ }))
  await expect(pane(page, 'Left').row('tide table 2026.txt')).toBeVisible()
  expect(readFileSync(join(app.shelf, 'tide table 2026.txt'), 'utf8')).toBe(`# ${rows[2]}\n`)
}

async function toShelf(page: Page, hand: Hand) {
  if (hand === mouse) {
    await pane(page, 'Left').grid.click()
    await page.getByRole('navigation', { name: 'Mounts' }).getByRole('button', { name: 'Shelf' }).click()
  } else {
    await page.keyboard.press('Tab')
    await expect(pane(page, 'Left').grid).toBeFocused()
    await hand.openPalette(page)
    await page.keyboard.type('shelf')
    await hand.chooseFirst(page)
  }
  await expect(pane(page, 'Left').region).toContainText('This is your Shelf')
  await expect(pane(page, 'Left').grid).toBeFocused()
}

async function rename({ page, hand, app }: Day) {
  await hand.run(page, 'Left', 'tide table 2026.txt', { key: 'F2', item: /^Rename/ })
  await expect(pane(page, 'Left').region.getByRole('textbox', { name: /^New name of/ })).toBeFocused()
  await page.keyboard.type('tides')
  await hand.endTyping(page, 'Left')
  await expect(pane(page, 'Left').row('tides.txt')).toBeVisible()
  expect(existsSync(join(app.shelf, 'tides.txt'))).toBe(true)
}

async function edit({ page, hand, app }: Day) {
  await hand.find(page, 'Left', 'tides.txt')
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await expect(inspector).toContainText(String(rows[2]))
  await hand.run(page, 'Left', 'tides.txt', { key: 'F4', item: /^Edit/ })
  const dialog = page.getByRole('dialog', { name: 'Edit', exact: true })
  await expect(dialog.getByRole('textbox', { name: 'Text of tides.txt' })).toBeFocused()
  await page.keyboard.type('high at noon')
  await hand.save(page)
  await expect(dialog.getByRole('status')).toHaveText('Saved')
  expect(readFileSync(join(app.shelf, 'tides.txt'), 'utf8')).toBe(`high at noon# ${rows[2]}\n`)
  await hand.close(dialog)
  await expect(dialog).toBeHidden()
  await expect(pane(page, 'Left').grid).toBeFocused()
  await expect(inspector).toContainText('high at noon')
}

async function restore({ page, hand, app }: Day) {
  await hand.run(page, 'Left', 'tides.txt', { key: 'Control+Shift+e', item: /^Versions/ })
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  const versions = inspector.getByRole('list', { name: 'Versions' }).getByRole('listitem')
  await expect(versions).toHaveCount(2)
  await hand.press(versions.last().getByRole('button', { name: 'Restore', exact: true }))
  const dialog = page.getByRole('dialog', { name: 'Restore', exact: true })
  await hand.press(dialog.getByRole('button', { name: 'Restore', exact: true }))
  await expect(versions).toHaveCount(3)
  expect(readFileSync(join(app.shelf, 'tides.txt'), 'utf8')).toBe(`# ${rows[2]}\n`)
}

async function share({ page, hand }: Day) {
  await hand.run(page, 'Left', 'tides.txt', { key: 'Control+Shift+s', item: /^Share/ })
  const dialog = page.getByRole('dialog', { name: 'Share', exact: true })
  await hand.press(dialog.getByRole('button', { name: 'Create link' }))
  const url = await dialog.getByRole('textbox', { name: 'Link', exact: true }).inputValue()
  await hand.press(dialog.getByRole('button', { name: 'Copy', exact: true }))
  await expect(dialog.getByText('Copied.')).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(url)
  expect(await (await fetch(url)).text()).toBe(`# ${rows[2]}\n`)
  await hand.close(dialog)
  await expect(dialog).toBeHidden()
}

async function undo({ page, hand, app }: Day) {
  await hand.runHere(page, 'Left', { key: 'F7', item: /^New folder/ })
  await expect(page.getByRole('dialog', { name: 'New folder' }).getByRole('textbox')).toBeFocused()
  await page.keyboard.type('harbours')
  await hand.press(page.getByRole('dialog').getByRole('button', { name: /^(Make|Create|New)/ }))
  await expect(pane(page, 'Left').row('harbours')).toBeVisible()
  await expect(pane(page, 'Left').grid).toBeFocused()
  await hand.runHere(page, 'Left', { key: 'Control+z', item: /^Undo/ })
  await expect(pane(page, 'Left').row('harbours')).toBeHidden()
  expect(existsSync(join(app.shelf, 'harbours'))).toBe(false)
}

async function settings({ page, hand }: Day) {
  const rootPx = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
  for (const [size, px] of [
    ['150 %', 24],
    ['100 %', 16],
  ] as const) {
    await hand.chooseTextSize(page, size)
    await expect.poll(() => page.evaluate(rootPx)).toBe(px)
    if (px > 16) await expectNoFindings(page, 'settings at 150 %', { within: '[role=dialog]' })
    await hand.close(page.getByRole('dialog', { name: 'Settings' }))
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect(pane(page, 'Left').grid).toBeFocused()
  }
}

async function goBack({ page, hand, lab }: Day) {
  await hand.openPalette(page)
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused()
  await page.keyboard.type('charts')
  await expect(page.getByRole('option').first()).toContainText('charts')
  await hand.chooseFirst(page)
  await expect(pane(page, 'Left').row('north.md')).toBeVisible()
  await page.reload()
  await expect(pane(page, 'Left').row('north.md')).toBeVisible()
  await expect(pane(page, 'Left').region.getByRole('tab', { name: 'charts' })).toBeVisible()
  await expect(pane(page, 'Left').grid).toBeFocused()
  const { Contents } = await lab.s3.listObjectsV2({ Bucket: lab.bucket })
  expect(Contents?.map(({ Key }) => Key).toSorted()).toEqual(rows.toSorted())
}
