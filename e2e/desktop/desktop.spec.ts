import { _electron, expect, test as base, type ElectronApplication, type Page } from '@playwright/test'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..', '..')
const electron = findElectron()

const test = base.extend<{ desktop: { app: ElectronApplication; page: Page; home: string } }>({
  // oxlint-disable-next-line no-empty-pattern -- the runner reads the pattern to know what a fixture needs
  desktop: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'portolan-desktop-'))
    const home = join(folder, 'home')
    mkdirSync(home)
    writeFileSync(join(home, 'harbour.txt'), 'deep water')
    const isRoot = process.platform === 'linux' && process.getuid?.() === 0
    const app = await _electron.launch({
      ...(electron && { executablePath: electron }),
      args: [...(isRoot ? ['--no-sandbox'] : []), root],
      env: { ...environment(), HOME: home, USERPROFILE: home, PORTOLAN_HOME: join(folder, 'portolan') },
    })
    await use({ app, page: await app.firstWindow(), home })
    await app.close()
    rmSync(folder, { recursive: true, force: true })
  },
})

test.skip(electron === undefined, 'the Electron program is not on this computer; `npx install-electron` fetches it')

test('opens a window that lists Home', async ({ desktop: { page } }) => {
  const left = page.getByRole('region', { name: 'Left pane' })
  await expect(left.getByRole('row', { name: /^harbour\.txt/ })).toBeVisible()
})

test('isolates the page from Node and the network', async ({ desktop: { page } }) => {
  expect(
    await page.evaluate(() => [typeof Reflect.get(window, 'require'), typeof Reflect.get(window, 'process')]),
  ).toEqual(['undefined', 'undefined'])
  expect(await page.evaluate(() => fetch('https://example.com/').then(String, () => 'refused'))).toBe('refused')
})

test('does not navigate to other sites', async ({ desktop: { app, page } }) => {
  await page.evaluate(() => {
    window.open('https://example.com/')
    location.href = 'https://example.com/'
  })
  await page.waitForTimeout(500)
  expect(page.url()).toMatch(/^portolan:\/\/app\//)
  expect(app.windows()).toHaveLength(1)
})

test('runs a command from the menu', async ({ desktop: { app, page } }) => {
  await expect(page.getByRole('region', { name: 'Left pane' })).toBeVisible()
  await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('help.shortcuts')?.click())
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
})

test('downloads to a folder that the user chooses', async ({ desktop: { app, page, home } }) => {
  await app.evaluate(
    ({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
    },
    join(home, 'taken'),
  )
  const left = page.getByRole('region', { name: 'Left pane' })
  await left.getByRole('row', { name: /^harbour\.txt/ }).click()
  await page.keyboard.press('ControlOrMeta+d')
  await expect.poll(() => existsSync(join(home, 'taken', 'harbour.txt'))).toBe(true)
})

test('knows the path of a file that a person chose', async ({ desktop: { page, home } }) => {
  await page.evaluate(() => document.body.append(Object.assign(document.createElement('input'), { type: 'file' })))
  await page.locator('input[type=file]').setInputFiles(join(home, 'harbour.txt'))
  const path = await page.evaluate(() => {
    const [file] = document.querySelector<HTMLInputElement>('input[type=file]')?.files ?? []
    const desktop: { pathOfFile(given: File): string } = Reflect.get(window, 'portolanDesktop')
    return file && desktop.pathOfFile(file)
  })
  expect(path).toBe(join(home, 'harbour.txt'))
})

function findElectron(): string | undefined {
  const folder = join(root, 'node_modules', 'electron')
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return undefined
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist')
  const program = join(dist, readFileSync(pathFile, 'utf8'))
  return existsSync(program) ? program : undefined
}

function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
