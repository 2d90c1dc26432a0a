import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Page } from '@playwright/test'
import { expectNoFindings } from './support/axe.ts'
import type { ServedApp } from './support/served-app.ts'
import { expect, test } from './support/test.ts'
import { pane, type PaneUser, pressEnterIn } from './support/window.ts'

/** Runs the command line on the same mounts, as a second program beside the window. */
function portolan(app: ServedApp, ...args: readonly string[]): void {
  execFileSync(process.execPath, [resolve('bin', 'portolan'), ...args], {
    env: { ...process.env, HOME: app.home, PORTOLAN_HOME: dirname(app.mountsFile) },
  })
}

/**
 * Creates a folder in the Shelf, and returns the time when all of its first files existed. After that time, `plan.md`
 * was changed, `new.md` was added, and `draft.md` and the folder `old` were deleted.
 */
function makeHistory(app: ServedApp): number {
  const source = join(app.home, 'report')
  mkdirSync(join(source, 'old', 'deep'), { recursive: true })
  for (const name of ['plan.md', 'draft.md', 'same.md', 'old/one.md', 'old/deep/two.md'])
    writeFileSync(join(source, name), `first ${name}`)
  portolan(app, 'cp', source, 'Shelf:')
  const madeMs = Date.now()
  writeFileSync(join(source, 'plan.md'), 'a newer plan')
  writeFileSync(join(source, 'new.md'), 'came later')
  portolan(app, 'cp', join(source, 'plan.md'), join(source, 'new.md'), 'Shelf:report')
  portolan(app, 'rm', '-r', 'Shelf:report/draft.md', 'Shelf:report/old')
  rmSync(source, { recursive: true })
  return madeMs
}

const inShelf = (app: ServedApp, path: string) => readFileSync(join(app.shelf, 'report', path), 'utf8')
const isNow = (app: ServedApp, path: string) => () => {
  try {
    return inShelf(app, path)
  } catch {
    return 'nothing'
  }
}

/** Types the moment. The slider has the focus before. */
async function goToMoment(page: Page, right: PaneUser, atMs: number): Promise<void> {
  await expect(right.region.getByRole('slider', { name: 'Moment' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.type(new Date(atMs).toISOString())
  await page.keyboard.press('Enter')
  await expect(right.row('plan.md')).toHaveAccessibleName(/changed since/)
}

test('a folder is viewed at a past time, and a file and then the whole folder restored', async ({ app, page }) => {
  const madeMs = makeHistory(app)
  await page.goto(app.url())
  const right = pane(page, 'Right')
  await right.goTo('Shelf:report')
  await expect(right.row('new.md')).toBeVisible()
  await right.row('same.md').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'As it was…' }).click()
  await expect(right.region.getByText(/^As it was, today/)).toBeVisible()
  await goToMoment(page, right, madeMs)

  await expect(right.row('draft.md')).toHaveAccessibleName(/deleted since/)
  await expect(right.row('old')).toHaveAccessibleName(/deleted since/)
  await expect(right.row('same.md')).toHaveAccessibleName(/, same/)
  await expect(right.row('new.md')).toHaveAccessibleName(/added since/)
  await expect(
    right.region.getByText(/would restore 1 file and 1 folder and change 1 file\. Newer content stays/),
  ).toBeVisible()

  // Moves one change forward, and back again.
  const slider = right.region.getByRole('slider', { name: 'Moment' })
  const place = await slider.inputValue()
  await slider.press('End')
  await expect(slider).not.toHaveValue(place)
  await expect(right.row('new.md')).toHaveAccessibleName(/, same/)
  await expect(right.region.getByText('Nothing in this folder was changed or deleted since.')).toBeVisible()
  await right.region.getByRole('textbox', { name: 'Time', exact: true }).press('Enter')
  await expect(right.row('plan.md')).toHaveAccessibleName(/changed since/)

  await right.region.getByRole('checkbox', { name: 'Only what changed since' }).check()
  await expect(right.row('same.md')).toBeHidden()
  await right.region.getByRole('textbox', { name: 'Time', exact: true }).fill('soon')
  await page.keyboard.press('Enter')
  await expect(right.region.getByRole('alert')).toContainText('Write a time such as')
  await expectNoFindings(page, 'a time that can’t be read')
  await right.region.getByRole('textbox', { name: 'Time', exact: true }).fill('2020-01-01')
  await page.keyboard.press('Enter')
  await expect(right.row('plan.md')).toHaveAccessibleName(/added since/)
  await right.region.getByRole('textbox', { name: 'Time', exact: true }).fill(new Date(madeMs).toISOString())
  await page.keyboard.press('Enter')
  await expect(right.row('plan.md')).toHaveAccessibleName(/changed since/)

  // Entries that were added later cannot be selected, and nothing can be changed.
  await right.row('new.md').click()
  await page.keyboard.press('F5')
  await expect(page.getByText('Nothing is selected here.')).toBeVisible()
  await right.region.getByRole('button', { name: 'Restore…' }).click()
  await expect(page.getByText('The selected items did not exist at that time.')).toBeVisible()

  await right.row('draft.md').click()
  await right.region.getByRole('button', { name: 'Restore…' }).click()
  const restore = page.getByRole('dialog', { name: 'Restore', exact: true })
  await expect(restore.getByRole('heading')).toHaveText(/^Restore draft\.md as it was today/)
  await expect(restore.getByRole('radio', { name: /^Hash/ })).toBeChecked()
  await expectNoFindings(page, 'restore')
  await restore.getByRole('button', { name: 'Restore 1 item' }).click()
  await expect.poll(isNow(app, 'draft.md')).toBe('first draft.md')
  await expect(right.row('draft.md')).toBeHidden()
  expect(inShelf(app, 'plan.md')).toBe('a newer plan')

  await right.grid.focus()
  await page.keyboard.press('Escape')
  await expect(right.region.getByText(/^As it was, today/)).toBeVisible()
  await right.region.getByRole('button', { name: 'Restore…' }).click()
  await expect(restore.getByRole('heading')).toHaveText(/^Restore report as it was/)
  await expect(restore).toContainText('1 existing file will be replaced.')
  await restore.getByRole('button', { name: /^Restore 3 items/ }).click()
  await expect.poll(isNow(app, 'plan.md')).toBe('first plan.md')
  await expect.poll(isNow(app, 'old/deep/two.md')).toBe('first old/deep/two.md')
  await right.region.getByRole('button', { name: 'Back to now' }).click()
  await expect(right.region.getByText(/^As it was, today/)).toBeHidden()
  await expect(right.row('old')).toBeVisible()
  await expect(right.row('new.md')).toBeVisible()

  await right.row('draft.md').click()
  await page.keyboard.press('Control+z')
  await expect.poll(isNow(app, 'plan.md')).toBe('a newer plan')
  await expect(right.row('old')).toBeHidden()
  expect(inShelf(app, 'draft.md')).toBe('first draft.md')
})

test('a past folder is filtered, copied from and restored by keyboard, and survives a reload', async ({
  app,
  page,
}) => {
  const madeMs = makeHistory(app)
  await page.goto(app.url())
  const [left, right] = [pane(page, 'Left'), pane(page, 'Right')]
  await left.goTo('Home:')
  await right.goTo('Shelf:report')
  await expect(right.row('new.md')).toBeVisible()
  await page.keyboard.press('Control+Shift+B')
  await goToMoment(page, right, madeMs)
  await page.keyboard.press('Escape')
  await expect(right.grid).toBeFocused()

  await page.keyboard.press('/')
  await page.keyboard.type('draft')
  await page.keyboard.press('Enter')
  await expect(right.row('plan.md')).toBeHidden()
  await page.keyboard.press('End')
  await expect.poll(() => right.cursorName()).toMatch(/^draft\.md.*deleted since/)
  await page.keyboard.press('F5')
  await pressEnterIn(page)
  await expect(left.row('draft.md')).toBeVisible()
  expect(readFileSync(join(app.home, 'draft.md'), 'utf8')).toBe('first draft.md')

  // The window saves its layout a moment later.
  const momentName = new Date(madeMs)
    .toISOString()
    .replace('.000Z', 'Z')
    .replaceAll(/(?<=T.*):/g, '')
  const layout = join(dirname(app.mountsFile), 'window.json')
  await expect.poll(() => existsSync(layout) && readFileSync(layout, 'utf8')).toContain(momentName)
  await page.reload()
  await expect(right.region.getByText(/^As it was, today/)).toBeVisible()
  await expect(right.row('draft.md')).toHaveAccessibleName(/deleted since/)
  await right.grid.focus()
  await page.keyboard.press('Control+Backspace')
  await expect(page.getByRole('dialog', { name: 'Restore', exact: true })).toContainText(
    '1 existing file will be replaced.',
  )
  await pressEnterIn(page)
  await expect.poll(isNow(app, 'plan.md')).toBe('first plan.md')
  await expect.poll(isNow(app, 'draft.md')).toBe('first draft.md')
  await right.grid.focus()
  await page.keyboard.press('Escape')
  await expect(right.region.getByText(/^As it was, today/)).toBeHidden()
  await expect(right.row('draft.md')).toBeVisible()
})

test('a deleted folder is restored with its contents, and one deleted permanently, by keyboard', async ({
  app,
  page,
}) => {
  makeHistory(app)
  await page.goto(app.url())
  const right = pane(page, 'Right')
  await right.goTo('Shelf:report')
  await expect(right.row('new.md')).toBeVisible()
  await expect(right.row('old')).toBeHidden()
  await expect(right.region.getByText('versions', { exact: true })).toBeVisible() // The capabilities are known.
  await page.keyboard.press('Control+Shift+H')
  await expect(right.region.getByText('2 deleted items are shown')).toBeVisible()
  await expect(right.row('old')).toHaveAccessibleName(/deleted/)
  await expect(right.row('draft.md')).toHaveAccessibleName(/14 B.*deleted today/)

  await right.grid.focus()
  await page.keyboard.type('old')
  await expect.poll(() => right.cursorName()).toMatch(/^old, .*deleted/)
  await page.keyboard.press('Enter')
  const restore = page.getByRole('dialog', { name: 'Restore', exact: true })
  await expect(restore).toContainText('folders with their contents')
  await expectNoFindings(page, 'restore what was deleted')
  await pressEnterIn(page)
  await expect(page.getByText('1 item restored.')).toBeVisible()
  await expect.poll(isNow(app, 'old/one.md')).toBe('first old/one.md')
  expect(inShelf(app, 'old/deep/two.md')).toBe('first old/deep/two.md')
  await expect(right.region.getByText('1 deleted item is shown')).toBeVisible()

  // A deleted entry cannot be copied or renamed, but its versions can be deleted. The refreshed list moves the cursor
  // to the restored entry, even after this text was typed.
  await expect(async () => {
    await right.grid.focus()
    await page.keyboard.type('draft')
    await expect.poll(() => right.cursorName(), { timeout: 1500 }).toMatch(/^draft\.md, .*deleted/)
  }).toPass()
  await page.keyboard.press('F5')
  await expect(page.getByText('Nothing is selected here.')).toBeVisible()
  await page.keyboard.press('Delete')
  const remove = page.getByRole('dialog', { name: 'Delete', exact: true })
  await expect(remove).toContainText('Delete 1 item permanently?')
  await expect(remove).toContainText('are deleted permanently')
  await remove.getByRole('button', { name: 'Delete permanently' }).press('Enter')
  await expect(right.row('draft.md')).toBeHidden()
  await expect(right.region.getByText('There are no deleted items to restore here.')).toBeVisible()
  await right.grid.focus()
  await page.keyboard.press('Control+Shift+H')
  await expect(right.region.getByRole('group', { name: 'Deleted items' })).toBeHidden()
})

test('names what cannot be restored with the reason, and mounts without versions', async ({ app, page }) => {
  makeHistory(app)
  await page.goto(app.url())
  const [left, right] = [pane(page, 'Left'), pane(page, 'Right')]
  await right.goTo('Shelf:report')
  await expect(right.row('new.md')).toBeVisible()
  await expect(right.region.getByText('versions', { exact: true })).toBeVisible() // The capabilities are known.
  await page.keyboard.press('Control+Shift+H')
  await right.row('draft.md').click()
  await right.row('old').click({ modifiers: ['Control'] })
  await right.region.getByRole('button', { name: 'Restore…' }).click()
  const restore = page.getByRole('dialog', { name: 'Restore', exact: true })
  await expect(restore.getByRole('heading')).toHaveText('Restore 2 deleted items?')
  writeFileSync(join(app.shelf, 'report', 'draft.md'), 'by another program')
  await restore.getByRole('button', { name: 'Restore', exact: true }).click()
  await expect(restore.getByRole('alert')).toContainText('draft.md: “draft.md” already exists.')
  await expect(restore.getByRole('status')).toHaveText('1 item restored.')
  await expectNoFindings(page, 'what can’t be restored')
  await page.keyboard.press('Escape')
  expect(inShelf(app, 'draft.md')).toBe('by another program')
  expect(inShelf(app, 'old/one.md')).toBe('first old/one.md')

  await left.goTo('Home:')
  await left.grid.focus()
  await page.keyboard.press('Control+Shift+B')
  await expect(page.getByText('Home does not keep versions, so its past can’t be shown.')).toBeVisible()
})

test('dragging out of a past folder copies, even with Shift', async ({ app, page }) => {
  const madeMs = makeHistory(app)
  await page.goto(app.url())
  const [left, right] = [pane(page, 'Left'), pane(page, 'Right')]
  await left.goTo('Home:')
  await right.goTo('Shelf:report')
  await expect(right.row('new.md')).toBeVisible()
  await page.keyboard.press('Control+Shift+B')
  await goToMoment(page, right, madeMs)
  await right.row('draft.md').hover()
  await page.mouse.down()
  const box = await left.grid.boundingBox()
  if (!box) throw new Error('no left pane')
  await page.keyboard.down('Shift')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height - 60, { steps: 5 })
  await expect(page.getByText('Copy to Home')).toBeVisible()
  await page.mouse.up()
  await page.keyboard.up('Shift')
  await expect(page.getByRole('dialog', { name: 'Copy', exact: true })).toBeVisible()
  await pressEnterIn(page)
  await expect(left.row('draft.md')).toBeVisible()
  expect(readFileSync(join(app.home, 'draft.md'), 'utf8')).toBe('first draft.md')
})
