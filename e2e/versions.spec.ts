import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expectNoFindings } from './support/axe.ts'
import { expect, test } from './support/test.ts'
import { pane, pressEnterIn } from './support/window.ts'

const mountsFile = 'mounts:\n  - {name: kept, type: memory, versions: true}\n  - {name: plain, type: memory}\n'

/** Copies a file of Home over the one in `kept`, like a user who brings a newer version of it. */
async function copyOver(page: Page, name: string): Promise<void> {
  const done = page.getByRole('group', { name: /^Copy 1 item/ }).filter({ hasText: '1 done' })
  const before = await done.count()
  await pane(page, 'Left').row(name).click()
  await page.keyboard.press('F5')
  const copy = page.getByRole('dialog', { name: 'Copy' })
  await copy.getByRole('button', { name: /^Copy/ }).click()
  await expect(done).toHaveCount(before + 1)
  await expect(pane(page, 'Right').row(name)).toBeVisible()
}

async function openKept(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await pane(page, 'Left').goTo('Home:')
  await pane(page, 'Right').goTo('kept:')
}

test('an older state of a file is seen, saved beside it and restored, and nothing is lost by it', async ({
  app,
  page,
}) => {
  writeFileSync(app.mountsFile, mountsFile)
  const note = join(app.home, 'note.md')
  writeFileSync(note, 'first')
  await openKept(page, app.url())
  await copyOver(page, 'note.md')
  writeFileSync(note, 'second, and longer')
  await expect(pane(page, 'Left').row('note.md')).toHaveAccessibleName(/18 B/)
  await copyOver(page, 'note.md')
  const right = pane(page, 'Right')
  await expect(right.row('note.md')).toHaveAccessibleName(/18 B/)
  await expect(right.region.getByText('versions', { exact: true })).toBeVisible()

  await right.row('note.md').click()
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await inspector.getByRole('tab', { name: 'Versions' }).click()
  const events = inspector.getByRole('list', { name: 'Versions' }).getByRole('listitem')
  await expect(events).toHaveCount(2)
  await expect(events.first()).toContainText(/Current.*18 B.*\+13 B/)

  await events.last().getByRole('button', { name: 'Save as…' }).click()
  const save = page.getByRole('dialog', { name: 'Save as' })
  await save.getByRole('textbox', { name: 'Name' }).fill('note as it was.md')
  await expectNoFindings(page, 'save as')
  await page.keyboard.press('Enter')
  await expect(pane(page, 'Left').row('note as it was.md')).toBeVisible()
  expect(readFileSync(join(app.home, 'note as it was.md'), 'utf8')).toBe('first')

  await events.last().getByRole('button', { name: 'Save as…' }).click()
  await save.getByText('Downloads', { exact: true }).click()
  const downloading = page.waitForEvent('download')
  await save.getByRole('button', { name: 'Save', exact: true }).click()
  expect(readFileSync(await (await downloading).path(), 'utf8')).toBe('first')

  await events.last().getByRole('button', { name: 'Restore' }).click()
  const restore = page.getByRole('dialog', { name: 'Restore', exact: true })
  await expect(restore).toContainText('The current content stays as a version.')
  await expectNoFindings(page, 'restore')
  await restore.getByRole('button', { name: 'Restore' }).click()
  await expect(right.row('note.md')).toHaveAccessibleName(/, 5 B/)
  await expect(events).toHaveCount(3)

  await events.last().getByRole('button', { name: 'Delete this version…' }).click()
  await page.getByRole('dialog', { name: 'Delete version' }).getByRole('button', { name: 'Delete version' }).click()
  await expect(events).toHaveCount(2)
})

test('what was deleted from a mount that keeps versions is found and brought back, by keyboard alone', async ({
  app,
  page,
}) => {
  writeFileSync(app.mountsFile, mountsFile)
  for (const name of ['a.txt', 'b.txt']) writeFileSync(join(app.home, name), name)
  await openKept(page, app.url())
  await copyOver(page, 'a.txt')
  await copyOver(page, 'b.txt')
  const right = pane(page, 'Right')
  await expect(right.row('b.txt')).toBeVisible()

  await right.grid.focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  const remove = page.getByRole('dialog', { name: 'Delete', exact: true })
  await expect(remove).toContainText('can be undone')
  await pressEnterIn(page)
  await expect(right.row('a.txt')).toBeHidden()
  await right.grid.focus()
  await page.keyboard.press('Control+Shift+H')
  await expect(right.row('a.txt')).toHaveAccessibleName(/deleted today/)
  await expect(right.row('b.txt')).toHaveAccessibleName(/deleted today/)
  const deleted = right.region.getByRole('group', { name: 'Deleted items' })
  await expect(deleted.getByRole('status')).toHaveText('2 deleted items are shown')
  await right.grid.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await pressEnterIn(page)
  await expect(page.getByText('1 item restored.')).toBeVisible()
  await expect(deleted.getByRole('status')).toHaveText('1 deleted item is shown')
  await right.grid.focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+Backspace')
  await pressEnterIn(page)
  await expect(deleted.getByRole('status')).toHaveText('There are no deleted items to restore here.')
  await expect(right.row('a.txt')).not.toHaveAccessibleName(/deleted/)
  await expect(right.row('b.txt')).not.toHaveAccessibleName(/deleted/)

  await right.row('a.txt').click()
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await inspector.getByRole('tab', { name: 'Versions' }).click()
  await expect(inspector.getByRole('listitem').filter({ hasText: 'Deleted' })).toHaveCount(1)
  await inspector.getByRole('button', { name: 'Undo delete' }).click()
  await expect(page.getByRole('dialog', { name: 'Restore', exact: true })).toBeVisible()
})

test('where nothing is kept, that is said before it is deleted and wherever it would be looked for', async ({
  app,
  page,
}) => {
  writeFileSync(app.mountsFile, mountsFile)
  writeFileSync(join(app.home, 'a.txt'), 'a')
  await page.goto(app.url())
  await pane(page, 'Left').goTo('Home:')
  const right = pane(page, 'Right')
  await right.goTo('plain:')
  await copyOver(page, 'a.txt')
  await right.row('a.txt').click()
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await inspector.getByRole('tab', { name: 'Versions' }).click()
  await expect(inspector).toContainText('plain does not keep versions.')
  await right.grid.focus()
  await page.keyboard.press('Control+Shift+H')
  await expect(page.getByText('plain does not keep deleted files.')).toBeVisible()
  await page.keyboard.press('Delete')
  const remove = page.getByRole('dialog', { name: 'Delete', exact: true })
  await expect(remove).toContainText('Delete 1 item permanently?')
  await expect(remove).toContainText('“plain” has no trash and no versions.')
  await expect(remove).toContainText('a.txt')
  await expectNoFindings(page, 'delete for ever')
})

test('properties of a file are changed and read again', async ({ app, page }) => {
  writeFileSync(app.mountsFile, mountsFile)
  writeFileSync(join(app.home, 'a.txt'), 'a')
  await openKept(page, app.url())
  await copyOver(page, 'a.txt')
  const right = pane(page, 'Right')
  await right.row('a.txt').click()
  await page.keyboard.press('Alt+Enter')
  const dialog = page.getByRole('dialog', { name: 'Properties' })
  await dialog.getByRole('textbox', { name: 'Content type' }).fill('text/x-note')
  await dialog.getByRole('button', { name: 'Add: Tags' }).click()
  await page.keyboard.type('project')
  await page.keyboard.press('Tab')
  await page.keyboard.type('harbour')
  await expectNoFindings(page, 'properties')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await right.grid.focus()
  await page.keyboard.press('Alt+Enter')
  await expect(dialog.getByRole('textbox', { name: 'Content type' })).toHaveValue('text/x-note')
  await expect(dialog.getByRole('textbox', { name: 'Tags, value 1' })).toHaveValue('harbour')
})

test('tags are set on several files at once', async ({ app, page }) => {
  writeFileSync(app.mountsFile, mountsFile)
  for (const name of ['a.txt', 'b.txt']) writeFileSync(join(app.home, name), name)
  await openKept(page, app.url())
  await copyOver(page, 'a.txt')
  await copyOver(page, 'b.txt')
  const right = pane(page, 'Right')
  await right.grid.focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Alt+Enter')
  const dialog = page.getByRole('dialog', { name: 'Properties' })
  await dialog.getByRole('checkbox', { name: /Replace the tags/ }).check()
  await dialog.getByRole('button', { name: 'Add: Tags' }).click()
  await page.keyboard.type('kept')
  await expectNoFindings(page, 'properties of several')
  await dialog.getByRole('button', { name: 'Set on 2 files' }).click()
  await expect(dialog.getByRole('status')).toHaveText('2 of 2 done')
  await page.keyboard.press('Escape')
  await right.row('b.txt').click()
  await page.keyboard.press('Alt+Enter')
  await expect(dialog.getByRole('textbox', { name: 'Tags, key 1' })).toHaveValue('kept')
})

test('the Shelf keeps what is copied over, also a change another program made, and brings it back', async ({
  app,
  page,
}) => {
  const note = join(app.home, 'note.md')
  writeFileSync(note, 'first')
  await page.goto(app.url())
  await pane(page, 'Left').goTo('Home:')
  await pane(page, 'Right').goTo('Shelf:')
  await copyOver(page, 'note.md')
  writeFileSync(join(app.shelf, 'note.md'), 'by another program')
  writeFileSync(note, 'third')
  await copyOver(page, 'note.md')

  await pane(page, 'Right').row('note.md').click()
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await inspector.getByRole('tab', { name: 'Versions' }).click()
  const events = inspector.getByRole('list', { name: 'Versions' }).getByRole('listitem')
  await expect(events).toHaveCount(3)
  await expect(events.nth(1)).toContainText('outside')
  await events.nth(1).getByRole('button', { name: 'Restore' }).click()
  const restore = page.getByRole('dialog', { name: 'Restore', exact: true })
  await restore.getByRole('button', { name: 'Restore' }).click()
  await expect(events).toHaveCount(4)
  expect(readFileSync(join(app.shelf, 'note.md'), 'utf8')).toBe('by another program')
})

/** Creates a file in the Shelf with three versions, and shows them in the inspector. */
async function openHistory(app: { home: string; url: () => string }, page: Page): Promise<void> {
  await page.goto(app.url())
  await pane(page, 'Left').goTo('Home:')
  await pane(page, 'Right').goTo('Shelf:')
  for (const state of ['one\ntwo\nthree\n', 'one\n2\nthree\n', 'one\n2\nthree\nfour\n']) {
    writeFileSync(join(app.home, 'list.txt'), state)
    await expect(pane(page, 'Left').row('list.txt')).toHaveAccessibleName(new RegExp(`${state.length} B`, 'u'))
    await copyOver(page, 'list.txt')
  }
  await expect(pane(page, 'Right').row('list.txt')).toHaveAccessibleName(/17 B/)
}

test('two states of a text are compared line by line, by keyboard alone', async ({ app, page }) => {
  await openHistory(app, page)
  const right = pane(page, 'Right')
  await right.grid.focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Control+Shift+E')
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await expect(inspector.getByRole('tab', { name: 'Versions' })).toBeFocused()
  const events = inspector.getByRole('list', { name: 'Versions' }).getByRole('listitem')
  await expect(events).toHaveCount(3)
  await events.last().getByRole('button', { name: 'Compare' }).press('Enter')
  const compare = page.getByRole('dialog', { name: 'Compare' })
  await expect(compare.getByRole('status')).toHaveText('+2 −1 lines')
  await expect(compare.getByRole('row', { name: 'Removed: two' })).toBeVisible()
  await expect(compare.getByRole('row', { name: 'Added: four' })).toBeVisible()
  await compare.getByRole('combobox', { name: 'Compare this version' }).selectOption({ index: 1 })
  await expect(compare.getByRole('status')).toHaveText('+1 −0 lines')
  await page.keyboard.press('Escape')
  await expect(compare).toBeHidden()
})

test('the inspector keeps its file while the focus is in it, and while it is pinned', async ({ app, page }) => {
  await openHistory(app, page)
  const [left, right] = [pane(page, 'Left'), pane(page, 'Right')]
  writeFileSync(join(app.home, 'other.txt'), 'other')
  await right.grid.focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Control+Shift+E')
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  const title = inspector.getByRole('heading')
  await expect(title).toHaveText('list.txt')
  await inspector.getByRole('button', { name: 'Keep showing this file' }).press('Enter')
  await left.row('other.txt').click()
  await expect(title).toHaveText('list.txt')
  await expect(inspector.getByRole('listitem')).toHaveCount(3)
  await inspector.getByRole('button', { name: 'Keep showing this file' }).click()
  await left.row('list.txt').click()
  await left.row('other.txt').click()
  await expect(title).toHaveText('other.txt')
})

test('an older state is previewed, and dragged to the other pane', async ({ app, page }) => {
  await openHistory(app, page)
  await pane(page, 'Right').row('list.txt').click()
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await inspector.getByRole('tab', { name: 'Versions' }).click()
  const events = inspector.getByRole('list', { name: 'Versions' }).getByRole('listitem')
  await events.last().getByRole('button', { name: 'Preview' }).click()
  const preview = page.getByRole('dialog', { name: 'Preview' })
  await expect(preview.getByLabel('Text of list.txt')).toHaveText('one two three')
  await expectNoFindings(page, 'preview')
  await page.keyboard.press('Escape')

  const left = pane(page, 'Left')
  await events.last().getByText('14 B').hover()
  await page.mouse.down()
  const box = await left.grid.boundingBox()
  if (!box) throw new Error('no left pane')
  await page.mouse.move(box.x + box.width / 2, box.y + box.height - 60, { steps: 5 })
  await expect(page.getByText('Copy to Home')).toBeVisible()
  await page.mouse.up()
  const saved = left.region.getByRole('row', { name: /^list \(.*\)\.txt/ })
  await expect(saved).toBeVisible()
  const name = readdirSync(app.home).find((each) => each.startsWith('list (')) ?? ''
  expect(readFileSync(join(app.home, name), 'utf8')).toBe('one\ntwo\nthree\n')
})

test('a file is compared with the one of the other pane: images beside each other, others by their bytes', async ({
  app,
  page,
}) => {
  const dot = (color: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle r="20" fill="${color}"/></svg>`
  writeFileSync(join(app.home, 'dot.svg'), dot('red'))
  mkdirSync(app.shelf, { recursive: true })
  writeFileSync(join(app.shelf, 'dot.svg'), dot('blue'))
  for (const folder of [app.home, app.shelf]) writeFileSync(join(folder, 'data.bin'), Buffer.from([0, 1, 2, 0, 3]))
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:')
  await pane(page, 'Right').goTo('Shelf:')
  await left.row('dot.svg').click()
  await page.keyboard.press('Control+Shift+D')
  const compare = page.getByRole('dialog', { name: 'Compare' })
  await expect(compare.getByRole('img')).toHaveCount(2)
  await compare.getByText('Overlaid').click()
  await expect(compare.getByRole('slider', { name: /Opacity/ })).toBeVisible()
  await expectNoFindings(page, 'compare images')
  await page.keyboard.press('Escape')
  await left.row('data.bin').click()
  await page.keyboard.press('Control+Shift+D')
  await expect(compare.getByText('The contents are the same.')).toBeVisible()
  await expectNoFindings(page, 'compare facts')
})

test('a folder becomes a shelf in one action, and its owner is told when a damaged index was set aside', async ({
  app,
  page,
}) => {
  mkdirSync(join(app.home, 'Notes', '.portolan'), { recursive: true })
  writeFileSync(join(app.home, 'Notes', '.portolan', 'index.db'), 'this is no database, and never was one')
  writeFileSync(join(app.home, 'Notes', 'a.md'), 'one')
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:')
  await left.row('Notes').click()
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill('Keep versions')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Keep versions' })
  await expect(dialog.getByRole('textbox', { name: 'Name of the mount' })).toHaveValue('Notes')
  await expectNoFindings(page, 'keep versions')
  await pressEnterIn(page)
  await expect(left.row('a.md')).toBeVisible()
  const mounts = page.getByRole('navigation', { name: 'Mounts' })
  await expect(mounts.getByRole('button', { name: 'Notes' })).toBeVisible()
  await expect(page.getByText(/Notes: The file .+ is damaged. A new index of this shelf was built/)).toBeVisible()
  await left.row('a.md').click()
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await inspector.getByRole('tab', { name: 'Versions' }).click()
  await expect(inspector.getByRole('listitem')).toContainText(['changed outside Portolan'])
})

test('old versions of a shelf are pruned after a preview, and all versions are checked', async ({ app, page }) => {
  await openHistory(app, page)
  await pane(page, 'Right').row('list.txt').click()
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill('History of the mount')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'History of the mount' })
  await expect(dialog).toContainText('1 file · 3 versions')
  await dialog.getByRole('textbox', { name: /newest versions/ }).fill('none')
  await dialog.getByRole('button', { name: 'Save and preview' }).click()
  await expect(dialog.getByRole('alert')).toContainText('a whole number')
  await dialog.getByRole('textbox', { name: /newest versions/ }).fill('1')
  await dialog.getByRole('button', { name: 'Save and preview' }).click()
  await expect(dialog.getByRole('status')).toHaveText('2 versions of 1 file would be removed. That frees 26 B.')
  await expect(dialog.getByRole('row', { name: /list\.txt.*2 versions/ })).toBeVisible()
  await expectNoFindings(page, 'pruning')
  await dialog.getByRole('button', { name: 'Remove 2 versions permanently' }).click()
  await expect(dialog.getByRole('status')).toHaveText('2 versions were removed.')
  await expect(dialog).toContainText('1 file · 1 version ·')
  await dialog.getByRole('button', { name: 'Check all versions' }).click()
  await expect(dialog.getByRole('status')).toHaveText('1 content read. All versions are intact.')
})
