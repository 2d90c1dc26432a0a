import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import { expectNoFindings } from './support/axe.ts'
import { expect, test } from './support/test.ts'
import { pane } from './support/window.ts'

test('listing a silent store can be stopped or times out, while the other pane works', async ({ app, page }, info) => {
  test.setTimeout(120_000)
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    mkdirSync(join(app.home, 'quiet', 'deeper'), { recursive: true })
    writeFileSync(join(app.home, 'quiet', 'deeper', 'note.md'), 'hello')
    const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'never-to-be-seen' }
    const mount = { name: 'hush', label: 'silent store', type: 's3', bucket: 'builds', endpoint, ...keys }
    writeFileSync(app.mountsFile, JSON.stringify([mount]))
    await page.goto(app.url())
    const [left, right] = [pane(page, 'Left'), pane(page, 'Right')]
    await right.goTo('Home:quiet')
    await left.goTo('hush:')
    await expect(left.region.getByRole('heading', { name: 'Listing silent store…' })).toBeVisible()

    // In the meantime, the other pane opens and creates folders as usual.
    const began = Date.now()
    await right.row('deeper').dblclick()
    await expect(right.row('note.md')).toBeVisible()
    await right.grid.focus()
    await page.keyboard.press('F7')
    const dialog = page.getByRole('dialog', { name: 'New folder' })
    await dialog.getByRole('textbox').fill('made meanwhile')
    await page.keyboard.press('Enter')
    await expect(right.row('made meanwhile')).toBeVisible()
    expect(Date.now() - began).toBeLessThan(10_000)
    await expect(left.region.getByRole('heading', { name: 'Listing silent store…' })).toBeVisible()

    // The user stops the listing.
    const ways = left.region.getByRole('button', { name: 'Stop' })
    await ways.first().click()
    await expect(left.status).toContainText('stopped')

    // The user waits until the listing fails.
    await left.grid.focus()
    await page.keyboard.press('Control+r')
    await expect(left.region.getByRole('heading', { name: '“silent store” did not answer in time' })).toBeVisible({
      timeout: 40_000,
    })
    await expect(left.region.getByText('The server may be busy. Try again.')).toBeVisible()
    await expect(left.region.getByRole('button', { name: 'Try again' })).toBeVisible()
    await left.region.getByRole('button', { name: 'Details' }).click()
    await expect(left.region.locator('dd').filter({ hasText: /^timeout$/ })).toBeVisible()
    await expectNoFindings(page, 'a host that never answers')
    await page.screenshot({ path: info.outputPath('silent-host.png') })
    await expect(right.row('made meanwhile')).toBeVisible()

    await left.region.getByRole('button', { name: 'Try again' }).click()
    await expect(left.region.getByRole('heading', { name: 'Listing silent store…' })).toBeVisible()
    expect(readFileSync(join(app.shelf, '..', 'logs', 'portolan.log'), 'utf8')).not.toContain('never-to-be-seen')
  } finally {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  }
})
