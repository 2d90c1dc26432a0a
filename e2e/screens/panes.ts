import { expect } from '@playwright/test'
import type { Screen, Tour } from './tour.ts'

async function atHome({ go }: Tour): Promise<void> {
  await go(1, 'Home:Documents', 'plan.md')
  await go(0, 'Shelf:finance/invoices', 'notes.md')
}

/** The possible states of the two panes. */
export const panes: readonly Screen[] = [
  {
    name: 'files',
    async open(tour) {
      await atHome(tour)
      await tour.find(0, 'ledger.parquet')
      for (const name of ['scan-0001.tiff', 'Q3-statement.pdf']) {
        await tour.row(0, name).click({ modifiers: ['ControlOrMeta'] })
      }
    },
    leave: ({ keys }) => keys('Escape'),
  },
  {
    name: 'names',
    open: ({ go }) => go(0, 'Home:Documents', 'a rather long name'),
  },
  {
    name: 'empty-folder',
    open: ({ go }) => go(0, 'Home:Documents/Empty'),
  },
  {
    name: 'nothing-passes-the-filter',
    async open(tour) {
      await tour.go(0, 'Home:Documents', 'plan.md')
      await tour.keys('/')
      await tour.page.keyboard.type('no such name')
      await expect(tour.row(0, 'plan.md')).toBeHidden()
    },
    leave: ({ keys }) => keys('Escape', 'Escape'),
  },
  {
    name: 'not-found',
    async open({ go, page }) {
      await go(0, 'Home:nowhere')
      await expect(page.locator('[role=tabpanel]').first().getByRole('button', { name: 'Try again' })).toBeVisible()
    },
  },
  {
    name: 'unreachable',
    async open({ go, page }) {
      await go(0, 'reports:')
      await expect(page.locator('[role=tabpanel]').first().getByText('can’t be reached').first()).toBeVisible({
        timeout: 40_000,
      })
    },
  },
  {
    name: 'location-completed',
    async open(tour) {
      await atHome(tour)
      await tour.keys('Control+l', 'Control+a')
      await tour.page.keyboard.type('Home:Documents/')
      await expect(tour.page.getByRole('option').first()).toBeVisible()
    },
    leave: ({ keys }) => keys('Escape', 'Escape'),
  },
  {
    name: 'archive',
    async open(tour) {
      await tour.go(0, 'Home:Documents/Travel', 'coast.zip')
      await tour.find(0, 'coast.zip')
      await tour.keys('Enter')
      await expect(tour.row(0, 'charts')).toBeVisible()
    },
  },
  {
    name: 'find',
    async open(tour) {
      await tour.go(0, 'Home:', 'Documents')
      await tour.keys('Control+f')
      await expect(tour.page.locator('input:focus')).toHaveCount(1)
      await tour.page.keyboard.type('*.pdf')
      await tour.keys('Enter')
      await expect(tour.row(0, 'contract.pdf')).toBeVisible()
    },
    leave: ({ keys }) => keys('Escape', 'Escape'),
  },
  {
    name: 'flat',
    async open(tour) {
      await tour.go(0, 'Home:', 'Documents')
      await tour.command('All files below here')
      await expect(tour.row(0, 'contract.pdf')).toBeVisible()
    },
    leave: ({ keys }) => keys('Escape', 'Escape'),
  },
  {
    name: 'pictures',
    async open(tour) {
      await tour.go(0, 'Home:Pictures', 'harbour.png')
      await tour.command('As pictures')
      await expect(tour.page.locator('[role=grid] img')).toHaveCount(6)
    },
    leave: ({ command }) => command('As pictures'),
  },
  {
    name: 'as-it-was',
    async open(tour) {
      await tour.go(0, 'Shelf:season', 'plan.md')
      await tour.command('As it was')
      await expect(tour.page.getByRole('slider').first()).toBeVisible()
    },
    async leave({ command, page }) {
      await command('Back to now')
      await expect(page.getByRole('slider')).toHaveCount(0)
    },
  },
  {
    name: 'deleted',
    async open(tour) {
      await tour.go(0, 'Shelf:season', 'plan.md')
      await tour.command('Show deleted')
      await expect(tour.row(0, 'crew.txt')).toBeVisible()
    },
    leave: ({ command }) => command('Show deleted'),
  },
  {
    name: 'one-pane',
    async open(tour) {
      await atHome(tour)
      await tour.command('One pane or two')
      await expect(tour.page.locator('[role=tabpanel]:has([role=grid])')).toHaveCount(1)
    },
    leave: ({ command }) => command('One pane or two'),
  },
  {
    name: 'many-tabs',
    async open(tour) {
      await atHome(tour)
      for (const place of [
        'Home:Documents',
        'Home:Pictures',
        'Shelf:season',
        'Home:',
        'Shelf:',
        'Home:Documents/Travel',
      ]) {
        await tour.command('New tab')
        await tour.go(0, place)
      }
    },
    leave: ({ command }) => command('Close other tabs'),
  },
  {
    name: 'without-sidebar',
    async open(tour) {
      await atHome(tour)
      await tour.command('Sidebar')
    },
    leave: ({ command }) => command('Sidebar'),
  },
  {
    name: 'inspector',
    async open(tour) {
      await atHome(tour)
      await tour.find(1, 'plan.md')
      await expect(tour.page.getByRole('complementary').getByText('plan.md').first()).toBeVisible()
    },
  },
  {
    name: 'versions',
    async open(tour) {
      await tour.go(0, 'Shelf:season', 'plan.md')
      await tour.find(0, 'plan.md')
      await tour.keys('Control+Shift+e')
      await expect(tour.page.getByRole('complementary').getByRole('listitem')).toHaveCount(3)
    },
  },
]

/** The context menus over the panes. */
export const menus: readonly Screen[] = [
  {
    name: 'menu-of-a-file',
    isFleeting: true,
    async open(tour) {
      await atHome(tour)
      await tour.row(1, 'plan.md').click({ button: 'right' })
      await expect(tour.page.getByRole('menu')).toBeVisible()
    },
  },
  {
    name: 'menu-of-empty-space',
    isFleeting: true,
    async open(tour) {
      await tour.go(0, 'Home:Pictures', 'harbour.png')
      const box = await tour.page.locator('[role=tabpanel]').first().locator('[role=grid]').boundingBox()
      if (!box) throw new Error('no grid')
      await tour.page.mouse.click(box.x + 60, box.y + box.height - 20, { button: 'right' })
      await expect(tour.page.getByRole('menu')).toBeVisible()
    },
  },
  {
    name: 'menu-of-columns',
    isFleeting: true,
    async open(tour) {
      await atHome(tour)
      await tour.page.getByRole('columnheader').first().click({ button: 'right' })
      await expect(tour.page.getByRole('menu')).toBeVisible()
    },
  },
  {
    name: 'menu-of-a-tab',
    isFleeting: true,
    async open({ page }) {
      await page.getByRole('tab').first().click({ button: 'right' })
      await expect(page.getByRole('menu')).toBeVisible()
    },
  },
  {
    name: 'menu-of-a-mount',
    isFleeting: true,
    async open({ page }) {
      await page.locator('[data-mount=reports] button').first().click({ button: 'right' })
      await expect(page.getByRole('menu')).toBeVisible()
    },
  },
]
