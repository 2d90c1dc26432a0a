import { expect } from '@playwright/test'
import type { Screen, Tour } from './tour.ts'

/** Opens a dialog for a file, with a key or a command. */
function forFile(
  name: string,
  place: string,
  file: string,
  how: (tour: Tour) => Promise<void>,
  shows?: string | RegExp,
): Screen {
  return {
    name,
    async open(tour) {
      await tour.go(1, 'Shelf:finance/invoices', 'notes.md')
      await tour.go(0, place, file)
      await tour.find(0, file)
      await how(tour)
      await tour.dialog(shows)
    },
  }
}

const press =
  (...keys: readonly string[]) =>
  (tour: Tour) =>
    tour.keys(...keys)
const run = (title: string) => (tour: Tour) => tour.command(title)
const documents = 'Home:Documents'

export const looks: readonly Screen[] = [
  forFile('look-at-a-picture', 'Home:Pictures', 'sunset.png', press('Space'), 'sunset.png'),
  forFile('look-at-markdown', documents, 'plan.md', press('Space'), 'plan.md'),
  forFile('look-at-code', documents, 'route.ts', press('Space'), 'bearing'),
  forFile('look-at-a-table', documents, 'tides.csv', press('Space'), 'Aldport'),
  forFile('look-at-a-pdf', documents, 'contract.pdf', press('Space'), 'contract.pdf'),
  forFile('look-at-bytes', documents, 'budget.xlsx', press('Space'), '00 00 00'),
  forFile('look-into-an-archive', 'Home:Documents/Travel', 'coast.zip', press('Space'), 'north.svg'),
  forFile('editor', documents, 'plan.md', press('F4'), 'plan.md'),
  forFile('sql', documents, 'tides.csv', run('Query with SQL'), 'Aldport'),
  {
    name: 'compare',
    async open(tour) {
      await tour.go(0, 'Shelf:season', 'plan.md')
      await tour.find(0, 'plan.md')
      await tour.keys('Control+Shift+e')
      const events = tour.page.getByRole('complementary').getByRole('listitem')
      await expect(events).toHaveCount(3)
      await events.last().getByRole('button', { name: 'Compare' }).click()
      await tour.dialog('halyards')
    },
  },
]

/** Opens a dialog for a version of a file. */
function forVersion(name: string, button: string, which: 'first' | 'last' = 'last'): Screen {
  return {
    name,
    async open(tour) {
      await tour.go(0, 'Shelf:season', 'plan.md')
      await tour.find(0, 'plan.md')
      await tour.keys('Control+Shift+e')
      const events = tour.page.getByRole('complementary').getByRole('listitem')
      await expect(events).toHaveCount(3)
      await events[which]().getByRole('button', { name: button }).first().click()
      await tour.dialog('plan.md')
    },
  }
}

export const versionDialogs: readonly Screen[] = [
  forVersion('version', 'Preview'),
  forVersion('restore-version', 'Restore'),
  forVersion('save-version', 'Save as'),
  forVersion('delete-version', 'Delete'),
  {
    name: 'restore-deleted',
    async open(tour) {
      await tour.go(0, 'Shelf:season', 'plan.md')
      await tour.command('Show deleted')
      await tour.find(0, 'crew.txt')
      await tour.keys('Control+Backspace')
      await tour.dialog('crew.txt')
    },
    leave: ({ command }) => command('Show deleted'),
  },
]

/** Compares two folders, in one of the possible views. */
function comparedFolders(name: string, how: (tour: Tour) => Promise<void>): Screen {
  return {
    name,
    async open(tour) {
      await tour.go(1, 'Home:Pictures', 'harbour.png')
      await tour.go(0, documents, 'plan.md')
      await tour.keys('Control+Shift+k')
      await tour.dialog('harbour.png')
      await how(tour)
    },
  }
}

export const folderDialogs: readonly Screen[] = [
  comparedFolders('compare-folders', async ({ page, keys }) => {
    await expect(page.locator('[role=dialog] [role=grid]:focus')).toHaveCount(1)
    await keys('ArrowDown', '0')
    await expect(page.locator('[role=dialog] [data-turned]')).not.toHaveCount(0)
  }),
  comparedFolders('compare-folders-by-folder', async ({ page }) => {
    await page.getByRole('dialog').getByRole('checkbox').check()
    await page.locator('[role=dialog] button[aria-expanded]').click()
  }),
  comparedFolders('compare-folders-stopped', async ({ page }) => {
    await page.getByRole('dialog').getByRole('combobox').first().selectOption('mirror')
    await expect(page.locator('.guard-notice')).toBeVisible()
  }),
  {
    name: 'sync-pairs-none',
    async open({ page, keys, dialog }) {
      await keys('Control+Shift+l')
      await dialog()
      await expect(page.locator('[role=dialog] .btn-primary:focus')).toHaveCount(1)
    },
  },
  comparedFolders('save-pair', savePair),
  comparedFolders('sync-pairs-stopped', async (tour) => {
    await savePair(tour)
    await tour.page.keyboard.type('season')
    await tour.keys('Enter')
    await expect(tour.page.locator('.pair-choice')).toHaveCount(1)
    await tour.page.getByRole('dialog').locator('.btn-primary').click()
    await expect(tour.page.locator('.guard-notice')).toBeVisible()
    await expect(tour.page.getByRole('listitem').first()).toBeVisible()
  }),
  {
    name: 'edit-pair',
    async open({ page, keys, dialog }) {
      await keys('Control+Shift+l')
      await dialog()
      await page.locator('[data-edit]').click()
      await expect(page.locator('[role=dialog] input.field:focus')).toHaveCount(1)
    },
  },
]

/** Opens the form that saves a mirror that would delete everything on the right side. */
async function savePair({ page }: Tour): Promise<void> {
  await page.getByRole('dialog').getByRole('combobox').first().selectOption('mirror')
  await expect(page.locator('.guard-notice')).toBeVisible()
  await page.locator('[data-save-pair]').click()
  await expect(page.locator('[role=dialog] input.field:focus')).toHaveCount(1)
}

function forTwoFiles(name: string, title: string): Screen {
  return {
    name,
    async open(tour) {
      await tour.go(1, 'Shelf:finance/invoices', 'notes.md')
      await tour.go(0, documents, 'plan.md')
      await tour.find(0, 'plan.md')
      await tour.keys('Insert', 'Insert')
      await tour.command(title)
      await tour.dialog()
    },
  }
}

export const fileDialogs: readonly Screen[] = [
  forFile('copy', documents, 'plan.md', press('F5')),
  forFile('move', documents, 'plan.md', press('F6')),
  forFile('delete', documents, 'plan.md', press('F8')),
  forFile('new-folder', documents, 'plan.md', press('F7')),
  forFile('new-file', documents, 'plan.md', press('Shift+F4')),
  {
    name: 'rename-by-a-pattern',
    async open(tour) {
      await tour.go(0, 'Home:Pictures', 'harbour.png')
      await tour.keys('Control+a', 'Shift+F2')
      await tour.dialog('regatta')
    },
    leave: ({ keys }) => keys('Escape'),
  },
  forFile('select-by-pattern', documents, 'plan.md', press('+')),
  forFile('unselect-by-pattern', documents, 'plan.md', press('-')),
  forFile('keep-versions', documents, 'plan.md', run('Keep versions of this folder')),
  forFile('compress', documents, 'plan.md', press('Alt+F5')),
  forTwoFiles('join-files', 'Join files'),
  forTwoFiles('save-differences', 'Save differences'),
  {
    name: 'properties',
    async open(tour) {
      await tour.go(1, 'scratch:')
      await tour.go(0, documents, 'plan.md')
      await tour.find(0, 'plan.md')
      await tour.keys('F5')
      await tour.dialog()
      await tour.keys('Enter')
      await tour.find(1, 'plan.md')
      await tour.keys('Alt+Enter')
      await tour.dialog('plan.md')
    },
  },
  forFile('permissions', documents, 'plan.md', run('Permissions')),
  forFile('checksums', documents, 'plan.md', run('Checksums')),
  forFile(
    'verify-checksums',
    documents,
    'season.sha256',
    async (tour) => {
      await tour.command('Verify checksums')
      await tour.dialog()
      await tour.page.getByRole('dialog').getByRole('button', { name: 'Verify' }).click()
    },
    'plan.md',
  ),
  forFile('where-the-space-goes', 'Home:', 'Documents', run('Disk usage'), 'Documents'),
  {
    name: 'share',
    async open(tour) {
      await tour.go(0, 'Shelf:finance/invoices', 'notes.md')
      await tour.find(0, 'notes.md')
      await tour.keys('Control+Shift+s')
      await tour.dialog('notes.md')
      const make = tour.page.getByRole('dialog').getByRole('button', { name: 'Create link' })
      await make.click()
      await expect(tour.page.getByRole('dialog').getByRole('textbox', { name: 'Link' }).first()).toBeVisible()
    },
  },
]

/** Opens a dialog for the whole window. */
function forWindow(name: string, how: (tour: Tour) => Promise<void>, shows?: string | RegExp): Screen {
  return {
    name,
    async open(tour) {
      await tour.go(1, documents, 'plan.md')
      await tour.go(0, 'Shelf:finance/invoices', 'notes.md')
      await how(tour)
      await tour.dialog(shows)
    },
  }
}

export const windowDialogs: readonly Screen[] = [
  forWindow('palette', press('Control+k')),
  forWindow('palette-ranked', async (tour) => {
    await tour.keys('Control+k')
    await tour.dialog()
    await tour.page.keyboard.type('in')
    await expect(tour.page.getByRole('option').first()).toBeVisible()
  }),
  ...['window', 'files', 'transfers', 'keys', 'mounts', 'plugins', 'privacy'].map((group, at) =>
    forWindow(`settings-${group}`, async (tour) => {
      await tour.keys('Control+,')
      await tour.dialog()
      await tour.page.getByRole('dialog').getByRole('tab').nth(at).click()
    }),
  ),
  forWindow('shortcuts', press('F1')),
  forWindow('activity', press('Control+Shift+y')),
  forWindow('links', run('All links')),
  forWindow('history-of-transfers', press('Control+Shift+o')),
  forWindow('workspaces', press('Control+Alt+w')),
  forWindow('add-mount', async (tour) => {
    await tour.command('Add a mount')
    await tour.dialog()
    await expect(tour.page.locator('[role=dialog] textarea:focus')).toHaveCount(1)
    await tour.page.keyboard.type('sftp://ann:password@build.example.org/srv/releases')
    await expect(tour.page.getByRole('dialog').getByText('Its secret is kept, not shown.')).toBeVisible()
  }),
  forWindow('import-mounts', async (tour) => {
    await tour.command('Add a mount')
    await tour.dialog()
    await tour.page.getByRole('dialog').getByRole('button', { name: 'Import' }).click()
  }),
  {
    name: 'give-the-secret',
    async open(tour) {
      await tour.go(0, 'build box:')
      await tour.command('Enter the secret for this session')
      await tour.dialog()
    },
  },
  ...[
    'Edit mount',
    'Duplicate mount',
    'Colour of the mount',
    'Remove mount',
    'Move the mount’s secrets',
    'History of the mount',
  ].map((title): Screen => ({
    name: title.toLowerCase().replaceAll(/\W+/g, '-'),
    async open(tour) {
      await tour.go(0, title.startsWith('History') ? 'Shelf:' : 'reports:')
      await tour.command(title)
      await tour.dialog()
    },
  })),
]
