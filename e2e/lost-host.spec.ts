import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

test.use({ inMemory: true })

test('a host that is killed during a listing is reported, and the view recovers', async ({ app, page }) => {
  test.setTimeout(300_000) // The test creates 300,000 files first.
  const folder = join(app.home, 'crowd')
  mkdirSync(folder)
  const made = spawnSync('sh', ['-c', 'seq -f file-%.0f 300000 | xargs touch'], { cwd: folder })
  expect(made.status).toBe(0)
  mkdirSync(join(app.home, 'quiet'))
  writeFileSync(join(app.home, 'quiet', 'note.md'), 'hello')
  await page.goto(app.url())
  const left = pane(page, 'Left')
  const right = pane(page, 'Right')
  await right.goTo('Home:quiet')
  await expect(right.row('note.md')).toBeVisible()
  await left.goTo('Home:crowd')
  await expect(left.status).toContainText('so far')
  await app.kill()
  await expect(page.getByText(/stopped answering/)).toBeVisible()
  // The rows from before are still visible.
  await expect(right.row('note.md')).toBeVisible()

  await app.restart()
  await expect(page.getByText(/stopped answering/)).toBeHidden({ timeout: 15_000 })
  await expect(left.status).toContainText('300,000 items', { timeout: 30_000 })
  writeFileSync(join(app.home, 'quiet', 'later.md'), 'new')
  await expect(right.row('later.md')).toBeVisible()
})
