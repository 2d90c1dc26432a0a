import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expectNoFindings } from './support/axe.ts'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nothing to find on any screen, ${colorScheme}`, async ({ app, page }) => {
    await page.emulateMedia({ colorScheme })
    mkdirSync(join(app.home, 'papers'))
    symlinkSync('/nowhere', join(app.home, 'lost'))
    for (const name of ['a.txt', 'b.pdf', 'c.png']) writeFileSync(join(app.home, name), name)
    await page.goto(app.url())
    const left = pane(page, 'Left')
    await left.goTo('Home:')
    await expect(left.row('papers')).toBeVisible()
    await expectNoFindings(page, 'first look')
    await expect(page.getByRole('navigation', { name: 'Path', exact: true })).toHaveCount(2)
    await left.grid.focus()
    await page.keyboard.press('Control+a')
    await expectNoFindings(page, 'everything selected')
    await left.filter('no such name')
    await expectNoFindings(page, 'no match')
    await left.filter('')
    await left.goTo('Home:nowhere')
    await expect(left.region.getByRole('button', { name: 'Try again' })).toBeVisible()
    await expectNoFindings(page, 'failed')
    await left.goTo('Home:papers')
    await expectNoFindings(page, 'empty folder')
    await left.goTo('Home:')
    await left.grid.focus()

    const dialogs: [string, () => Promise<void>][] = [
      ['Keyboard shortcuts', () => page.keyboard.press('F1')],
      ['New folder', () => page.keyboard.press('F7')],
      ['Delete', () => page.keyboard.press('F8')],
      ['Copy', () => page.keyboard.press('F5')],
      ['Settings', () => page.getByRole('button', { name: 'Settings' }).click()],
      ['Add mount', () => page.getByRole('button', { name: 'Add a mount' }).click()],
    ]
    for (const [name, open] of dialogs) {
      await left.grid.focus()
      await page.keyboard.type('a.t')
      await open()
      await expect(page.getByRole('dialog', { name })).toBeVisible()
      await expectNoFindings(page, name)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toBeHidden()
    }
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectNoFindings(page, 'palette')
    await page.keyboard.press('Escape')
    await left.row('b.pdf').click({ button: 'right' })
    await expect(page.getByRole('menu')).toBeVisible()
    await expectNoFindings(page, 'row menu')
    await page.keyboard.press('Escape')
    await app.kill()
    await expect(page.getByText(/stopped answering/)).toBeVisible()
    await expectNoFindings(page, 'lost host')
  })
}
