/** Actions on transfers, named as a user would name them. */
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect } from './test.ts'
import { pane } from './window.ts'

export const files = 214
export const identical = 10
const fileBytes = 20_000

/**
 * Creates a folder of many files. Ten of them already exist at the target, and one has the same name but other bytes
 * there.
 */
export function layOut(home: string, shelf: string): void {
  mkdirSync(join(home, 'scans'))
  mkdirSync(join(shelf, 'archive'), { recursive: true })
  for (let n = 0; n < files; n++) {
    const name = `scan-${String(n).padStart(3, '0')}.tiff`
    const bytes = Buffer.alloc(fileBytes, n)
    writeFileSync(join(home, 'scans', name), bytes)
    if (n < identical) writeFileSync(join(shelf, 'archive', name), bytes)
    if (n === identical) writeOlder(join(shelf, 'archive', name), 'another scan')
  }
}

/** Writes a file that is older than the one copied over it. */
export function writeOlder(path: string, text: string): void {
  writeFileSync(path, text)
  utimesSync(path, 1_700_000_000, 1_700_000_000)
}

/** Drags like a real user, with a few intermediate steps. */
export async function drag(page: Page, from: Locator, to: Locator, { drop = true } = {}): Promise<void> {
  const start = await from.boundingBox()
  if (!start) throw new Error('nothing to drag')
  await page.mouse.move(start.x + 60, start.y + start.height / 2)
  await page.mouse.down()
  await page.mouse.move(start.x + 80, start.y + start.height / 2 + 12, { steps: 4 })
  await dragOn(page, to)
  if (drop) await page.mouse.up()
}

/** Continues a drag and stays on an element. */
export async function dragOn(page: Page, to: Locator): Promise<void> {
  const end = await to.boundingBox()
  if (!end) throw new Error('nowhere to drag to')
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 6 })
  await page.mouse.move(end.x + end.width / 2 + 2, end.y + end.height / 2, { steps: 2 })
}

/**
 * Records the announcements for screen readers from now on: each new text of a live region. The returned function
 * resolves to the texts so far.
 */
export async function listen(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const live = '[role=status]:not([aria-live=off]), [role=alert], [aria-live=polite], [aria-live=assertive]'
    const said: string[] = []
    const last = new Map<Element, string>()
    for (const region of document.querySelectorAll(live)) last.set(region, region.textContent)
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const region = (target instanceof Element ? target : target.parentElement)?.closest(live)
        if (!region || last.get(region) === region.textContent) continue
        last.set(region, region.textContent)
        if (region.textContent !== '') said.push(region.textContent)
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
    Object.assign(window, { said })
  })
  return () => page.evaluate(() => (window as unknown as { said: string[] }).said)
}

export interface TransfersUser {
  readonly dock: Locator
  /** Returns the latest shown transfer with this name. */
  readonly transfer: (name: string | RegExp) => Locator
  /** Sets the speed limit of all transfers together in megabytes per second; an empty text removes it. */
  readonly limit: (megabytes: string) => Promise<void>
}

export function transfersOf(page: Page): TransfersUser {
  const dock = page.getByRole('region', { name: 'Transfers' })
  return {
    dock,
    // The whole name must match, because the name of a mount is also the start of the names of its folders.
    transfer: (name) => dock.getByRole('group', { name, exact: true }).first(),
    async limit(megabytes) {
      await dock.getByRole('button', { name: 'Limits…' }).press('Enter')
      const form = page.getByRole('dialog', { name: 'Limits' })
      await form.getByRole('textbox', { name: 'Speed limit in MB/s' }).fill(megabytes)
      await form.getByRole('textbox', { name: 'Speed limit in MB/s' }).press('Enter')
      await expect(form).toBeHidden()
    },
  }
}

/** Shows the many files on the left and their target on the right, with all files selected. */
export async function showScans(page: Page): Promise<void> {
  const left = pane(page, 'Left')
  const right = pane(page, 'Right')
  await left.goTo('Home:scans')
  await right.goTo('Shelf:archive')
  await expect(left.status).toContainText(`${files} items`)
  await expect(right.status).toContainText(`${identical + 1} items`)
  await left.grid.focus()
  await page.keyboard.press('Control+a')
  await expect(left.status).toContainText(`${files} of ${files} selected`)
}
