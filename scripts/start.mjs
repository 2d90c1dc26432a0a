// `npm start`: prepares what is missing and opens Portolan, in Electron or else in a browser.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import {
  endTree,
  ensureBuild,
  ensurePackages,
  findChromium,
  findElectron,
  hasDisplay,
  root,
  run,
  say,
} from './setup.mjs'

const usage = `npm start -- [--fetch] [--print-url]
  --fetch       try again to download Electron
  --print-url   open no window, only print the address
  PORTOLAN_START=serve opens it in a browser even where Electron is there.`

const fetchSeconds = 20
const fetchAgainMs = 24 * 60 * 60 * 1000
/** A run of the server of at least this length resets the count of failures. */
const goodRunMs = 30_000
const args = new Set(process.argv.slice(2))

if (args.has('--help')) {
  console.log(usage)
} else {
  process.exitCode = await start()
}

async function start() {
  const code = (await ensurePackages()) || (await ensureBuild())
  if (code !== 0) {
    say('Portolan could not be set up; the reason is above.')
    return code
  }
  const electron = args.has('--print-url') ? undefined : await electronIfPossible()
  return electron ? openElectron(electron) : openServed()
}

/**
 * Returns the Electron program and downloads it if that takes only a short time. Otherwise it prints the reason in one
 * line.
 */
async function electronIfPossible() {
  if (process.env.PORTOLAN_START === 'serve') return undefined
  if (!hasDisplay()) {
    say('There is no display here, so Portolan is served to a browser.')
    return undefined
  }
  const present = findElectron()
  if (present) return present
  if (process.env.ELECTRON_SKIP_BINARY_DOWNLOAD) {
    say('Electron is not installed and ELECTRON_SKIP_BINARY_DOWNLOAD is set: opening Portolan in a browser window.')
    return undefined
  }
  const failedFile = join(root, '.cache', 'electron-fetch-failed')
  const failedAt = existsSync(failedFile) ? Number(readFileSync(failedFile, 'utf8')) : 0
  if (!args.has('--fetch') && Date.now() - failedAt < fetchAgainMs) {
    say('Electron could not be downloaded lately (--fetch tries again): opening Portolan in a browser window.')
    return undefined
  }
  say(`Downloading Electron (at most ${fetchSeconds} seconds) …`)
  const install = join(root, 'node_modules', 'electron', 'install.js')
  await run(process.execPath, [install], { stdio: 'ignore', timeoutMs: fetchSeconds * 1000 })
  const fetched = findElectron()
  if (fetched) return fetched
  mkdirSync(join(root, '.cache'), { recursive: true })
  writeFileSync(failedFile, String(Date.now()))
  say('Electron could not be downloaded: opening Portolan in a browser window.')
  return undefined
}

function openElectron(program) {
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0
  const child = spawn(program, [...(isRoot ? ['--no-sandbox'] : []), root], { stdio: 'inherit' })
  const stop = () => endTree(child)
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return new Promise((done) => {
    child.once('error', () => done(1))
    child.once('exit', (code) => done(code ?? 0))
  })
}

/**
 * Serves the app, opens a window for it, and keeps the server running until the window is closed or the user presses
 * Ctrl-C.
 */
async function openServed() {
  const chromium = args.has('--print-url') || !hasDisplay() ? undefined : findChromium()
  let port = 0
  let server
  let browser
  let isEnding = false
  let isOpened = false

  function end() {
    isEnding = true
    if (browser) endTree(browser)
    if (server) endTree(server)
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  process.on('SIGHUP', end)

  function opened(url) {
    port = Number(new URL(url).port)
    if (!isOpened || !chromium) console.log(url) // An open window reconnects by itself.
    if (isOpened) return
    isOpened = true
    if (chromium) browser = openAppWindow(chromium, url, end)
    else if (hasDisplay() && !args.has('--print-url')) openDefaultBrowser(url)
    else say('Open that address in a browser. Ctrl-C ends Portolan.')
  }

  for (let failures = 0; failures < 5;) {
    const startedAt = Date.now()
    const serveArgs = ['serve', '--json', '--port', String(port), ...(chromium ? ['--close-with-window'] : [])]
    server = spawn(process.execPath, [join(root, 'bin', 'portolan'), ...serveArgs], {
      stdio: ['ignore', 'pipe', 'inherit'],
      // File calls that hang on one dead disk must not block all threads, because the others need some.
      env: { UV_THREADPOOL_SIZE: '32', ...process.env },
      detached: process.platform !== 'win32', // Ctrl-C is handled here, which then ends the server.
    })
    createInterface(server.stdout).on('line', (line) => opened(JSON.parse(line).url))
    const code = await new Promise((done) => {
      server.once('exit', (exitCode) => done(exitCode))
      server.once('error', () => done(1))
    })
    if (isEnding || code === 0) break
    failures = Date.now() - startedAt > goodRunMs ? 1 : failures + 1
    if (!isOpened) return code ?? 1 // The server never started, and has printed the reason.
    say('The server ended unexpectedly and is started again.')
    await new Promise((done) => setTimeout(done, 300 * failures))
    if (isEnding) break
  }
  const isClean = isEnding || server.exitCode === 0
  end()
  return isClean ? 0 : 1
}

function openAppWindow(program, url, onClosed) {
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0
  const startedAt = Date.now()
  const child = spawn(
    program,
    [
      `--app=${url}`,
      `--user-data-dir=${join(root, '.cache', 'app-window')}`,
      '--no-first-run',
      '--no-default-browser-check',
      '--disable-background-networking',
      '--password-store=basic',
      ...(isRoot ? ['--no-sandbox', '--test-type'] : []),
    ],
    { stdio: 'ignore', detached: process.platform !== 'win32' },
  )
  child.once('error', () => openDefaultBrowser(url))
  child.once('exit', () => {
    // A process that ends at once has handed its window to a browser that was already running. The server then ends
    // together with the window.
    if (Date.now() - startedAt > 3000) onClosed()
  })
  return child
}

function openDefaultBrowser(url) {
  const openers = { darwin: ['open', url], win32: ['rundll32', 'url.dll,FileProtocolHandler', url] }
  const [command, ...rest] = openers[process.platform] ?? ['xdg-open', url]
  spawn(command, rest, { stdio: 'ignore', detached: true })
    .once('error', () => say('Open that address in a browser. Ctrl-C ends Portolan.'))
    .unref()
}
