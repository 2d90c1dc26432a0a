/** Tests the built desktop app with a stand-in for Electron, from its start to a listing over a message port. */
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, parse, relative, resolve } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { connectPort } from '../support/smoke/port-client.mjs'
import { registerStandIn } from '../support/electron-stand-in/register.mjs'

const out = resolve(import.meta.dirname, '..', '..', 'out')
const folder = mkdtempSync(join(tmpdir(), 'portolan-smoke-'))
const home = join(folder, 'home')
process.env.PORTOLAN_HOME = join(folder, 'portolan')
process.env.HOME = home
process.env.USERPROFILE = home

let electron
let standIn
let window

before(async () => {
  mkdirSync(home)
  writeFileSync(join(home, 'harbour.txt'), 'deep water')
  registerStandIn()
  electron = await import('electron')
  standIn = electron.standIn
  await import(pathToFileURL(join(out, 'main', 'index.js')).href)
  await until(() => standIn.windows.length > 0)
  window = standIn.windows[0]
})

after(async () => {
  const quit = new Promise((done) => electron.app.once('quit', done))
  electron.app.quit()
  await quit
  rmSync(folder, { recursive: true })
})

describe('the desktop app', { timeout: 30_000 }, () => {
  it('opens a sandboxed window on its own page and shows it once it has content', async () => {
    const { webPreferences, show } = window.options
    assert.equal(show, false)
    assert.equal(webPreferences.sandbox, true)
    assert.equal(webPreferences.contextIsolation, true)
    assert.equal(webPreferences.nodeIntegration, false)
    assert.equal(webPreferences.webviewTag, false)
    assert.match(readFileSync(webPreferences.preload, 'utf8'), /portolan-ready/)
    assert.equal(window.webContents.getURL(), 'portolan://app/index.html')
    await until(() => window.isShown)
  })

  it('serves the page with a strict content security policy', async () => {
    const [{ scheme, privileges }] = standIn.schemes
    assert.deepEqual([scheme, privileges.standard, privileges.secure], ['portolan', true, true])
    const response = await fetchPage('portolan://app/')
    assert.equal(response.status, 200)
    assert.match(response.headers.get('content-type'), /^text\/html/)
    const policy = response.headers.get('content-security-policy')
    assert.match(policy, /default-src 'none'/)
    assert.doesNotMatch(policy, /unsafe/)
    assert.match(await response.text(), /<div id=/)
  })

  it('serves only files of the page', async () => {
    for (const url of [
      'portolan://app/../main/index.js',
      'portolan://app/%2e%2e/main/index.js',
      'portolan://app/..%2fmain%2findex.js',
      'portolan://app/..%5cmain%5cindex.js',
      'portolan://app/%2e%2e%2f%2e%2e%2fpackage.json',
      'portolan://app//etc/passwd',
      'portolan://app/index.html%00.js',
      'portolan://app/%zz',
      'portolan://elsewhere/index.html',
      'portolan://app/not-there.js',
    ]) {
      assert.equal((await fetchPage(url)).status, 404, url)
    }
  })

  it('denies navigation, new windows and permissions', () => {
    const { webContents } = window
    for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
      let isPrevented = false
      webContents.emit(event, { url: 'https://example.com/', preventDefault: () => (isPrevented = true) })
      assert.ok(isPrevented, event)
    }
    assert.deepEqual(webContents.openHandler({ url: 'https://example.com/' }), { action: 'deny' })
    for (const permission of ['media', 'geolocation', 'notifications', 'openExternal', 'fileSystem']) {
      standIn.permissions.request(webContents, permission, (isGranted) => assert.equal(isGranted, false))
      assert.equal(standIn.permissions.check(webContents, permission, 'portolan://app/'), false)
    }
  })

  it('opens mailto: addresses in the mail program, and no others', () => {
    const { webContents } = window
    for (const url of ['mailto:?subject=q3.pdf', 'https://example.com/', 'file:///etc/passwd']) {
      let isPrevented = false
      webContents.emit('will-navigate', { url, preventDefault: () => (isPrevented = true) })
      assert.ok(isPrevented, url)
    }
    assert.deepEqual(standIn.opened, ['mailto:?subject=q3.pdf'])
  })

  it('has a menu whose items run commands of the page', () => {
    const items = standIn.menu.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
    items.find(({ id }) => id === 'help.shortcuts').click()
    assert.deepEqual(window.webContents.sent.at(-1), ['portolan-command', 'help.shortcuts'])
  })

  it('refuses a port to foreign pages and frames', async () => {
    const stranger = { mainFrame: { url: 'portolan://app/' } }
    assert.throws(() => ready({ sender: stranger, senderFrame: stranger.mainFrame }), /refused/)
    const frame = { url: 'portolan://app/index.html' }
    assert.throws(() => ready({ sender: window.webContents, senderFrame: frame }), /refused/)
    const elsewhere = window.webContents.mainFrame.url
    window.webContents.mainFrame.url = 'https://example.com/'
    assert.throws(() => ready(fromPage()), /refused/)
    window.webContents.mainFrame.url = elsewhere
  })

  it('lists a folder over the port its page asked for', async () => {
    const client = connectPort(await readyPort())
    assert.deepEqual(await client.listNames({ mount: 'Home', path: '' }), ['harbour.txt'])
    client.close()
  })

  it('lets the host move a file to the system trash', async () => {
    writeFileSync(join(home, 'wreck.txt'), '')
    const client = connectPort(await readyPort())
    const outcomes = await client.stream('files.remove', {
      locations: [{ mount: 'Home', path: 'wreck.txt' }],
      to: 'trash',
    })
    assert.deepEqual(outcomes, [{ location: { mount: 'Home', path: 'wreck.txt' } }])
    assert.deepEqual(standIn.trashed, [join(home, 'wreck.txt')])
    client.close()
  })

  it('exposes only the connection, the commands and the path of a dropped file to the page', () => {
    const preload = readFileSync(window.options.webPreferences.preload, 'utf8')
    assert.deepEqual(preload.match(/exposeInMainWorld\([^,]+/g), ['exposeInMainWorld("portolanDesktop"'])
    assert.match(preload, /pathOfFile: \(file\) => electron\.webUtils\.getPathForFile\(file\)/)
  })

  it('copies to a chosen folder, and shows progress the way the system does', async () => {
    const client = connectPort(await readyPort())
    const about = await client.once('host.about', {})
    assert.deepEqual(about.abilities, ['show-in-folder', 'desktop'])
    assert.deepEqual(await client.once('host.chooseFolder', {}), {})
    standIn.folderChosen = join(home, 'taken home')
    const { location } = await client.once('host.chooseFolder', {})
    assert.deepEqual(location, { mount: 'computer', path: relative(parse(home).root, standIn.folderChosen) })
    const policy = { skip: 'never', onConflict: 'ask' }
    const sources = [{ location: { mount: 'Home', path: 'harbour.txt' } }]
    await client.once('transfers.start', { verb: 'copy', sources, into: location, policy })
    const copy = join(standIn.folderChosen, 'harbour.txt')
    await until(() => existsSync(copy))
    assert.equal(readFileSync(copy, 'utf8'), 'deep water')

    await client.once('host.showProgress', { state: 'running', part: 0.5 })
    assert.deepEqual(window.progress, [0.5, 'normal'])
    await client.once('host.showProgress', { state: 'none' })
    assert.deepEqual(window.progress, [-1, 'none'])

    await client.once('host.notify', { title: 'Copy 1 item', body: '1 done' })
    assert.deepEqual(standIn.notifications.at(-1).options, { title: 'Copy 1 item', body: '1 done' })
    window.isShown = false
    standIn.notifications.at(-1).emit('click')
    assert.ok(window.isShown)
    client.close()
  })

  it('maps local paths to locations and drags local files out, but no others', async () => {
    const client = connectPort(await readyPort())
    const path = join(home, 'harbour.txt')
    const { found } = await client.once('host.locate', { paths: [path, 'not-a-path'] })
    assert.deepEqual(found, [{ location: { mount: 'computer', path: relative(parse(home).root, path) } }, {}])
    await client.once('host.dragOut', { locations: [{ mount: 'Home', path: 'harbour.txt' }] })
    assert.deepEqual(standIn.dragged.files, [path])
    assert.deepEqual(standIn.dragged.icon, { iconOf: path })
    standIn.dragged = undefined
    await assert.rejects(client.once('host.dragOut', { locations: [{ mount: 'Home', path: '../..' }] }), /bad-name/)
    assert.equal(standIn.dragged, undefined)
    client.close()
  })

  it('opens a local file in its program, and reports if there is none', async () => {
    const client = connectPort(await readyPort())
    const location = { mount: 'Home', path: 'harbour.txt' }
    await client.once('edits.open', { location })
    assert.equal(standIn.opened.at(-1), join(home, 'harbour.txt'))
    const unknown = { location: { mount: 'Home', path: 'a.unknown' } }
    await assert.rejects(client.once('edits.open', unknown), /unsupported/)
    client.close()
  })

  it('serves ranges of a file for playback, and nothing else', async () => {
    const address = (wish) => `portolan://app/content/${Buffer.from(JSON.stringify(wish)).toString('base64url')}`
    const wish = { location: { mount: 'Home', path: 'harbour.txt' }, sizeBytes: 10 }
    const ask = (url, headers = {}) =>
      standIn.handlers.get('portolan')({ url, method: 'GET', headers: new Headers(headers) })
    const part = await ask(address(wish), { range: 'bytes=5-' })
    assert.equal(part.status, 206)
    assert.equal(part.headers.get('content-range'), 'bytes 5-9/10')
    assert.equal(part.headers.get('content-type'), 'application/octet-stream')
    assert.match(part.headers.get('content-security-policy'), /sandbox/)
    assert.equal(await part.text(), 'water')
    assert.equal(await (await ask(address(wish))).text(), 'deep water')
    for (const url of [address({}), 'portolan://app/content/%zz', address({ ...wish, sizeBytes: -1 })]) {
      assert.equal((await ask(url)).status, 404)
    }
    await assert.rejects(async () =>
      (await ask(address({ ...wish, location: { mount: 'Home', path: '../x' } }))).text(),
    )
  })

  it('restarts the host when it dies, and gives the page a new port', async () => {
    const client = connectPort(await readyPort())
    const newPort = nextPort()
    standIn.children.at(-1).kill()
    await client.closed
    const next = connectPort(await newPort)
    assert.deepEqual(
      await next.listNames({ mount: 'Home', path: '' }).then((names) => names.includes('harbour.txt')),
      true,
    )
    next.close()
  })
})

const fetchPage = (url) => standIn.handlers.get('portolan')({ url, method: 'GET' })
const ready = (event) => standIn.invokers.get('portolan-ready')(event)
const fromPage = () => ({ sender: window.webContents, senderFrame: window.webContents.mainFrame })
const nextPort = () => new Promise((done) => window.webContents.once('stand-in:port', (_channel, [port]) => done(port)))

async function readyPort() {
  const port = nextPort()
  ready(fromPage())
  return port
}

async function until(isTrue) {
  for (let waits = 0; !isTrue(); waits++) {
    if (waits > 500) throw new Error('waited five seconds in vain')
    await new Promise((done) => setTimeout(done, 10))
  }
}
