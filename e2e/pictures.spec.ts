import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expectNoFindings } from './support/axe.ts'
import { jpegOf } from './support/jpeg.ts'
import { pngOf, withCameraWork } from './support/samples.ts'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

function tile(grid: Locator, name: string): Locator {
  return grid.getByRole('gridcell', { name: new RegExp(`^${name.replaceAll('.', '\\.')},`) })
}

test('the picture view supports moving, selecting, renaming and opening, and is remembered', async ({ app, page }) => {
  mkdirSync(join(app.home, 'album/2025'), { recursive: true })
  for (let at = 1; at <= 12; at += 1)
    writeFileSync(join(app.home, `album/p${String(at).padStart(2, '0')}.png`), pngOf(8, 6))
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await left.goTo('Home:album')
  await expect(left.row('p01.png')).toBeVisible()
  await left.grid.focus()
  await page.keyboard.press('Control+Alt+g')
  await expect(tile(left.grid, 'p01.png')).toBeVisible()
  await expect(left.grid.getByRole('row').nth(1).getByRole('gridcell')).not.toHaveCount(1)
  await expectNoFindings(page, 'files as pictures')

  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  expect(await left.cursorName()).toMatch(/^2025,/)
  await page.keyboard.press('ArrowDown')
  const below = await left.cursorName()
  await page.keyboard.press('ArrowUp')
  expect(await left.cursorName()).toMatch(/^2025,/)
  await page.keyboard.press('ArrowRight')
  expect(await left.cursorName()).toMatch(/^p01\.png,/)
  expect(below).not.toMatch(/^p01\.png,/)
  await page.keyboard.press('End')
  expect(await left.cursorName()).toMatch(/^p12\.png,/)
  await page.keyboard.press('Insert')
  await tile(left.grid, 'p02.png').hover()
  await tile(left.grid, 'p02.png').locator('[data-mark]').click()
  await expect(left.status).toContainText('2 of 13 selected')
  await page.keyboard.press('Escape')

  await tile(left.grid, 'p03.png').click()
  await page.keyboard.press('F2')
  await expect(page.getByRole('textbox', { name: 'New name of p03.png' })).toBeFocused()
  await page.keyboard.type('quay')
  await page.keyboard.press('Enter')
  await expect(tile(left.grid, 'quay.png')).toBeVisible()
  expect(existsSync(join(app.home, 'album/quay.png'))).toBe(true)
  await expect(left.grid).toBeFocused()
  await expect.poll(() => left.cursorName()).toMatch(/^quay\.png,/)
  await page.keyboard.press('Space')
  await expect(page.getByRole('dialog', { name: 'Quick look' })).toContainText('8 × 6')
  await page.keyboard.press('Escape')

  await left.region.getByRole('button', { name: 'Large pictures' }).click()
  await expect(left.region.getByRole('button', { name: 'Large pictures' })).toHaveAttribute('aria-pressed', 'true')
  await page.reload()
  await expect(tile(left.grid, 'p01.png')).toBeVisible()
  await expect(left.region.getByRole('button', { name: 'Large pictures' })).toHaveAttribute('aria-pressed', 'true')
  await left.grid.focus()
  await page.keyboard.type('2')
  expect(await left.cursorName()).toMatch(/^2025,/)
  await tile(left.grid, '2025').dblclick()
  await expect(left.region.getByRole('navigation', { name: 'Path' })).toContainText('2025')
  await left.region.getByRole('button', { name: 'As pictures' }).click()
  await expect(left.row('..')).toBeVisible()
})

test('thumbnails use the embedded image or the file, follow changes, and can be off', async ({ app, page }) => {
  await page.goto(app.url())
  const left = pane(page, 'Left')
  await expect(left.grid).toBeVisible()
  const photo = withCameraWork(await jpegOf(page, 'rgb(200,0,0)', 400, 300), {
    thumbnail: await jpegOf(page, 'rgb(0,0,200)', 160, 120),
    orientation: 6,
  })
  mkdirSync(join(app.home, 'album'))
  writeFileSync(join(app.home, 'album/camera.jpg'), photo)
  writeFileSync(join(app.home, 'album/whole.jpg'), await jpegOf(page, 'rgb(0,180,0)', 300, 200))
  writeFileSync(join(app.home, 'album/grey.png'), pngOf(60, 40))
  writeFileSync(join(app.home, 'album/broken.png'), pngOf(60, 40).subarray(0, 50))
  writeFileSync(join(app.home, 'album/words.jpg'), 'words')
  writeFileSync(join(app.home, 'album/drawing.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  await left.goTo('Home:album')
  await page.keyboard.press('Control+Alt+g')
  const look = (name: string) => tile(left.grid, name).locator('img')
  // The picture is rotated.
  await expect.poll(() => colorOf(look('camera.jpg'))).toEqual({ color: 'blue', width: 120, height: 160 })
  await expect.poll(() => colorOf(look('whole.jpg'))).toEqual({ color: 'green', width: 300, height: 200 })
  await expect.poll(() => colorOf(look('grey.png'))).toEqual({ color: 'none', width: 60, height: 40 })
  await expect.poll(() => cachedCount(page)).toBe(3)
  for (const name of ['broken.png', 'words.jpg', 'drawing.svg']) await expect(look(name)).toHaveCount(0)
  await expect(page.getByRole('alert')).toHaveCount(0)

  writeFileSync(join(app.home, 'album/grey.png'), await jpegOf(page, 'rgb(200,0,0)', 70, 50))
  await expect.poll(() => colorOf(look('grey.png'))).toEqual({ color: 'red', width: 70, height: 50 })
  await page.reload()
  await expect.poll(() => colorOf(look('camera.jpg'))).toEqual({ color: 'blue', width: 120, height: 160 })

  writeFileSync(join(dirname(app.mountsFile), 'settings.yaml'), 'thumbnails: off\n')
  await expect(left.grid.locator('img')).toHaveCount(0)
  await expect.poll(() => cachedCount(page)).toBe(0)
  await expect(tile(left.grid, 'camera.jpg')).toBeVisible()
})

/** Returns the colour in the middle of an image, and its size in pixels; undefined while the image does not exist. */
async function colorOf(image: Locator) {
  if ((await image.count()) === 0) return undefined
  return image.evaluate((element: HTMLImageElement) => {
    if (!element.complete || element.naturalWidth === 0) return undefined
    const { naturalWidth: width, naturalHeight: height } = element
    const context = new OffscreenCanvas(width, height).getContext('2d')
    context?.drawImage(element, 0, 0)
    const [red = 0, green = 0, blue = 0] = context?.getImageData(width / 2, height / 2, 1, 1).data ?? []
    const most = Math.max(red, green, blue)
    const color = most < 150 ? 'none' : most === red ? 'red' : most === green ? 'green' : 'blue'
    return { color, width, height }
  })
}

/** Returns how many thumbnails the browser has cached. */
async function cachedCount(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const asked = indexedDB.open('portolan-thumbnails')
        asked.addEventListener('error', () => reject(new Error('no database')))
        asked.addEventListener('success', () => {
          const counted = asked.result.transaction('images').objectStore('images').count()
          counted.addEventListener('success', () => {
            asked.result.close()
            resolve(counted.result)
          })
        })
      }),
  )
}
