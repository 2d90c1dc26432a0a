import type { Locator, Page } from '@playwright/test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from './test.ts'

export const masterPassword = 'a master password of the tests'

export function mountsNav(page: Page): Locator {
  return page.getByRole('navigation', { name: 'Mounts' })
}

/** Opens the dialog that adds a mount. */
export async function startAdding(page: Page): Promise<Locator> {
  await mountsNav(page).getByRole('button', { name: 'Add a mount' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add mount' })
  await expect(dialog.getByRole('textbox', { name: 'Paste anything' })).toBeFocused()
  return dialog
}

/** Runs a command of a mount's menu. */
export async function chooseInMenu(page: Page, mount: string, command: string | RegExp): Promise<void> {
  await mountsNav(page).getByRole('button', { name: mount, exact: true }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: command }).click()
}

/** Chooses the encrypted file as the place of the secret, with or without a keychain on the system. */
export async function keepInFile(dialog: Locator, options: { readonly isNew: boolean }): Promise<void> {
  const place = dialog.getByRole('radio', { name: /An encrypted file/ })
  const change = dialog.getByRole('button', { name: 'Keep it elsewhere…' })
  await expect(place.or(change)).toBeVisible()
  if (await change.isVisible()) await change.click()
  await place.check()
  await dialog.getByLabel('Master password', { exact: true }).fill(masterPassword)
  if (options.isNew) await dialog.getByLabel('Master password again').fill(masterPassword)
}

/** Returns everything that the page receives over its WebSockets from now on. */
export function watchAnswers(page: Page): () => string {
  const answers: string[] = []
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => void answers.push(payload.toString('latin1' as BufferEncoding))),
  )
  return () => answers.join('\n')
}

/**
 * Returns all text of the page: text, attributes, the values of inputs, and the data that the browser stores for it.
 */
export async function everythingIn(page: Page): Promise<string> {
  const values = await page.evaluate(() => [
    ...[...document.querySelectorAll<HTMLInputElement>('input, textarea')].map(({ value }) => value),
    JSON.stringify(localStorage),
    JSON.stringify(sessionStorage),
  ])
  return [await page.content(), ...values].join('\n')
}

/** Returns the content of all files below a folder as one text. */
export function everythingBelow(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')
}
