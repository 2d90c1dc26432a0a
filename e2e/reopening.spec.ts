import { writeFileSync } from 'node:fs'
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

test('a remote folder shows its last listing at once, even while its mount is down', async ({ app, page }) => {
  const store = await startSmallStore()
  try {
    writeFileSync(app.mountsFile, boxAt(store.endpoint))
    await page.goto(app.url())
    const left = pane(page, 'Left')
    await left.goTo('box:')
    await expect(left.row('harbour.txt')).toBeVisible()
    await expect(left.status).toContainText('listed in')
    await left.goTo('Home:')

    const release = store.hold()
    await left.goTo('box:')
    await expect(left.row('harbour.txt')).toBeVisible()
    await expect(left.status).toHaveText(/1 item · as of today \d\d:\d\d$/)
    await expectNoFindings(page, 'a folder as of a while ago')
    release()
    await expect(left.status).toContainText('listed in')

    await left.goTo('Home:')
    await store.stop()
    await left.goTo('box:')
    await expect(left.row('harbour.txt')).toBeVisible()
    await expect(left.status).toHaveText(/as of today \d\d:\d\d · can’t be reached$/, { timeout: 40_000 })

    await store.start()
    await left.region
      .getByRole('button', { name: /^Try (again|now)$/ })
      .first()
      .click()
    await expect(left.status).toContainText('listed in')
  } finally {
    await store.stop()
  }
})
