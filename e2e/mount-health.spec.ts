import { readFileSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expectNoFindings } from './support/axe.ts'
import { startSmallStore } from './support/small-store.ts'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

const boxAt = (endpoint: string) => `- name: box
  label: build box
  type: s3
  bucket: builds
  endpoint: ${endpoint}
  accessKeyId: AKIDEXAMPLE
  secretAccessKey: never-to-be-seen
`

test('an unresponsive mount is reported, opens its circuit breaker and recovers, beside a working pane', async ({
  app,
  page,
}) => {
  const store = await startSmallStore()
  try {
    mkdirSync(join(app.home, 'quiet'))
    writeFileSync(app.mountsFile, boxAt(store.endpoint))
    await page.goto(app.url())
    const [left, right] = [pane(page, 'Left'), pane(page, 'Right')]
    const button = page.getByRole('navigation', { name: 'Mounts' }).getByRole('button', { name: 'build box' })
    await left.goTo('box:')
    await right.goTo('Home:quiet')
    await expect(left.row('harbour.txt')).toBeVisible()
    await expect(button).toHaveAccessibleDescription('answers well')

    await store.stop()
    await left.grid.focus()
    await page.keyboard.press('Control+r')
    const bar = left.region.getByRole('alert').filter({ hasText: 'build box stopped answering.' })
    await expect(bar).toBeVisible()
    await expect(left.region.getByText(/Next try in \d+ s\./)).toBeVisible()
    await expect(button).toHaveAccessibleDescription(/^stopped answering: No connection to the service/)
    await expect(button.locator('[data-health=open]')).toBeVisible()
    writeFileSync(join(app.home, 'quiet', 'note.md'), 'hello')
    await expect(right.row('note.md')).toBeVisible()
    await expectNoFindings(page, 'a mount at rest')
    await left.goTo('box:other')
    await expect(left.region.getByRole('heading')).toBeVisible()
    await expect(left.region.getByText(/next try (is )?in/i)).toHaveCount(1) // There is only one countdown, in the bar.
    await page.keyboard.press('Alt+ArrowLeft')

    await store.start()
    await left.region.getByRole('button', { name: 'Try now' }).click()
    await expect(bar).toBeHidden()
    await expect(left.row('harbour.txt')).toBeVisible()
    await expect(button).toHaveAccessibleDescription('answers well')
  } finally {
    await store.stop()
  }
})

test('a command waits until its mount is open, and Escape cancels it', async ({ app, page }) => {
  const store = await startSmallStore()
  try {
    writeFileSync(app.mountsFile, boxAt(store.endpoint))
    const release = store.hold()
    await page.goto(app.url())
    const left = pane(page, 'Left')
    await left.goTo('box:')
    const waiting = page.getByText('Waiting for “build box” to open. Escape stops waiting.')
    await page.keyboard.press('Control+Shift+b')
    await expect(waiting).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(waiting).toBeHidden()
    await expect(left.grid).toBeFocused()
    await page.keyboard.press('Control+Shift+b')
    await expect(waiting).toBeVisible()
    release()
    await expect(
      page.getByText('This bucket keeps no versions, so its state at an earlier time can’t be shown.'),
    ).toBeVisible()
    await expect(waiting).toBeHidden()
  } finally {
    await store.stop()
  }
})

test('a failure links to its entry in the activity', async ({ app, page }) => {
  writeFileSync(join(app.home, 'note.md'), 'hello')
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await expect(left.row('note.md')).toBeVisible()
  await left.goTo('Home:nowhere')
  await left.region.getByRole('button', { name: 'Details' }).click()
  const id = await left.region
    .locator('dd')
    .filter({ hasText: /^[0-9a-f]{8}$/ })
    .textContent()
  await left.region.getByRole('button', { name: 'Show in the activity' }).click()
  const dialog = page.getByRole('dialog', { name: 'Activity' })
  await expect(dialog.getByRole('searchbox', { name: 'Filter' })).toHaveValue(id ?? '')
  await expect(dialog.getByRole('row', { name: /Home.*list.*nowhere.*not found/ })).toBeVisible()
  await expect(dialog.getByText('Nothing was found at “nowhere”.')).toBeVisible()
  await expectNoFindings(page, 'activity, one call')

  await dialog.getByRole('searchbox', { name: 'Filter' }).fill('home list')
  await expect(dialog.getByRole('row', { name: /top folder.*done/ }).first()).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await left.grid.focus()
  await page.keyboard.press('Control+Shift+y')
  await expect(dialog.getByRole('row', { name: /Shelf/ }).first()).toBeVisible()

  const log = join(app.shelf, '..', 'logs', 'portolan.log')
  await expect.poll(() => readFileSync(log, 'utf8')).toContain(`"id":"${id}"`)
  if (process.platform !== 'win32') expect(statSync(log).mode & 0o777).toBe(0o600)
})
