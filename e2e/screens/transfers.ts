import { expect } from '@playwright/test'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Screen, Tour } from './tour.ts'

async function copyAcross(tour: Tour, name: string): Promise<void> {
  await tour.find(0, name)
  await tour.keys('F5')
  await tour.dialog()
  await tour.keys('Enter')
  await expect(tour.page.getByRole('dialog')).toHaveCount(0)
}

/** Sets the speed limit of all transfers together, in megabytes per second; empty for no limit. */
async function setRate(tour: Tour, megabytes: string): Promise<void> {
  await tour.page.getByRole('button', { name: 'Limits…' }).click()
  await tour.dialog()
  const limits = tour.page.getByRole('dialog')
  await limits.getByRole('textbox', { name: 'Speed limit' }).fill(megabytes)
  await limits.getByRole('button', { name: 'Apply' }).click()
  await expect(tour.page.getByRole('dialog')).toHaveCount(0)
}

/** The screens of the dock. They come last, because the copied files stay. */
export const transfers: readonly Screen[] = [
  {
    name: 'transfers',
    async open(tour) {
      const { app, page } = tour
      writeFileSync(join(app.home, 'Documents/notes.md'), 'other notes')
      writeFileSync(join(app.shelf, 'finance/invoices/ledger.parquet'), Buffer.alloc(300_000_000))
      await tour.go(1, 'Home:Documents', 'notes.md')
      await tour.go(0, 'Shelf:finance/invoices', 'notes.md')
      await setRate(tour, '1')
      await copyAcross(tour, 'vendors.csv')
      await copyAcross(tour, 'notes.md')
      const dock = page.getByRole('region', { name: 'Transfers' })
      await expect(dock.getByRole('button', { name: 'Choose…' })).toBeVisible()
      await copyAcross(tour, 'ledger.parquet')
      await expect(dock.getByText(/\d %/).first()).toBeVisible()
    },
  },
  {
    name: 'question',
    async open(tour) {
      await tour.command('Answer the next question')
      await tour.dialog('notes.md')
    },
  },
  {
    name: 'report',
    async open(tour) {
      await tour.command('Report of the last transfer')
      await tour.dialog('Documents')
    },
  },
  {
    name: 'limits',
    async open(tour) {
      await tour.page.getByRole('button', { name: 'Limits…' }).click()
      await tour.dialog()
    },
  },
]
