// Prepares everything that `npm start` and `npm test` need: packages, a build, Electron and a Chromium.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join, resolve } from 'node:path'
import { ensurePackages as ensurePackagesOf } from './packages.mjs'

export const root = resolve(import.meta.dirname, '..')
const isWindows = process.platform === 'win32'

export function say(text) {
  process.stderr.write(`${text}\n`)
}

/**
 * Runs a program to its end and resolves with its exit code; it never rejects. After `timeoutMs` the program is
 * stopped, and the code is 124.
 */
export function run(command, args, { timeoutMs, ...options } = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options })
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => finish(124), timeoutMs)
    function finish(code) {
      clearTimeout(timer)
      if (code === 124) child.kill('SIGKILL')
      done(code)
    }
    child.once('error', () => finish(127))
    child.once('exit', (code) => finish(code ?? 1))
  })
}

/** Runs a script of a package by its file path, because the `.bin` links differ between systems. */
export function runTool(packageName, args, options) {
  const { bin } = JSON.parse(readFileSync(join(root, 'node_modules', packageName, 'package.json'), 'utf8'))
  const file = typeof bin === 'string' ? bin : (bin[packageName] ?? Object.values(bin)[0])
  return run(process.execPath, [join(root, 'node_modules', packageName, file), ...args], options)
}

/** Installs the packages of the lock file unless they are already installed. Resolves to exit code 0 if they are. */
export function ensurePackages() {
  return ensurePackagesOf(root, () => {
    say('Installing packages (npm ci) …')
    const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
    // On Windows, npm is a script that only a shell can start.
    return run('npm', ['ci', ...quiet], { stdio: ['ignore', 2, 2], shell: isWindows, env: withoutNpm() })
  })
}

/** Builds the app, unless none of the inputs has changed since the last build. */
export async function ensureBuild() {
  const stampFile = join(root, '.cache', 'build-stamp')
  const stamp = hashOf(buildInputs())
  if (readStamp(stampFile) === stamp && existsSync(join(root, 'out', 'main', 'cli.js'))) return 0
  say('Building …')
  const code = await runTool('electron-vite', ['build', '--logLevel', 'warn'], { stdio: ['ignore', 2, 2] })
  if (code === 0) {
    mkdirSync(dirname(stampFile), { recursive: true })
    writeFileSync(stampFile, stamp)
  }
  return code
}

/** Returns the Electron program, if it is installed. */
export function findElectron() {
  const folder = join(root, 'node_modules', 'electron')
  const pathFile = join(folder, 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : electronProgram()
  const program = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), name)
  return existsSync(program) ? program : undefined
}

function electronProgram() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return isWindows ? 'electron.exe' : 'electron'
}

/** The names or paths of browsers to look for. */
const browserNames = {
  linux: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((place) => [
    join(process.env[place] ?? 'C:\\', 'Google', 'Chrome', 'Application', 'chrome.exe'),
    join(process.env[place] ?? 'C:\\', 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
  ]),
}

/** Returns an installed Chromium or a related browser. */
export function findChromium() {
  if (process.env.PORTOLAN_CHROMIUM) return process.env.PORTOLAN_CHROMIUM
  return browserNames[process.platform]?.map(findProgram).find((path) => path !== undefined)
}

/** Returns Playwright's own Chromium, if it was downloaded. */
export function findPlaywrightChromium() {
  try {
    const { chromium } = createRequire(join(root, 'package.json'))('playwright-core')
    const path = chromium.executablePath()
    return existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}

function findProgram(name) {
  if (name.includes('/') || name.includes('\\')) return existsSync(name) ? name : undefined
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
}

/**
 * Provides a Chromium for tests: an installed one, or else Playwright's own, or else one from the system's packages.
 */
export async function ensureChromium() {
  const present = process.env.PORTOLAN_CHROMIUM ?? findPlaywrightChromium() ?? findChromium()
  if (present) return present
  say('Fetching Chromium for the tests (at most 3 minutes) …')
  const minutes = 60_000
  await runTool('@playwright/test', ['install', 'chromium'], { stdio: ['ignore', 2, 2], timeoutMs: 3 * minutes })
  const fetched = findPlaywrightChromium()
  if (fetched) return fetched
  await aptInstall('chromium')
  return findChromium()
}

/** Installs the OpenSSH server for tests of SFTP mounts. Does nothing where it is not available. */
export async function ensureSshServer() {
  const isThere = () => ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/opt/homebrew/sbin/sshd'].some(existsSync)
  if (!isWindows && !isThere()) await aptInstall('openssh-server', ['--no-install-recommends'])
  return isThere()
}

/** Installs a keyring for tests that store secrets. Does nothing where it is not available. */
export async function ensureKeyring() {
  const missing = ['gnome-keyring-daemon', 'dbus-run-session'].some((name) => !findProgram(name))
  if (process.platform !== 'linux' || !missing) return
  await aptInstall('gnome-keyring', ['--no-install-recommends'])
  await aptInstall('dbus', ['--no-install-recommends'])
}

/** Installs other programs whose view of the stored data must agree with ours. */
export async function ensureOtherClients() {
  if (process.platform !== 'linux') return
  for (const name of ['rclone', 's3cmd', 'curl']) {
    if (!findProgram(name)) await aptInstall(name, ['--no-install-recommends'])
  }
  // A web server with folder listings, in addition to the one of Python.
  if (!existsSync('/usr/sbin/nginx')) await aptInstall('nginx-light', ['--no-install-recommends'])
  // A Windows share, for rclone.
  if (!existsSync('/usr/sbin/smbd')) await aptInstall('samba', ['--no-install-recommends'])
  // A second WebDAV server, in addition to rclone.
  if (!existsSync('/usr/sbin/apache2')) await aptInstall('apache2-bin', ['--no-install-recommends'])
}

/** Installs pyftpdlib for tests of FTP mounts. Does nothing where it is not available. */
export async function ensureFtpServer() {
  if (process.platform !== 'linux') return
  const has = (python) => spawnSync(python, ['-c', 'import pyftpdlib, OpenSSL'], { stdio: 'ignore' }).status === 0
  const isThere = () => ['/usr/bin/python3', 'python3'].some(has)
  if (!isThere()) await aptInstall('python3-pyftpdlib', ['--no-install-recommends'])
  if (!isThere()) await aptInstall('python3-openssl', ['--no-install-recommends'])
}

/** Installs a package with apt-get on a Debian system, if the user is root. */
async function aptInstall(name, options = []) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !findProgram('apt-get')) return
  say(`Installing ${name} with apt-get …`)
  // Prevents a server that is needed only by the tests from being started now.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  await run('apt-get', ['update', '-qq'], { stdio: ['ignore', 2, 2], env })
  await run('apt-get', ['install', '-y', '-qq', ...options, name], { stdio: ['ignore', 2, 2], env })
}

/** Yields all inputs of the build, with their paths and contents. */
function* buildInputs() {
  for (const name of ['package-lock.json', 'package.json', 'electron.vite.config.ts']) {
    yield readFileSync(join(root, name))
  }
  yield process.version
  const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.\w+$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
  for (const file of files.toSorted()) {
    yield file.slice(root.length)
    yield readFileSync(file)
  }
}

function hashOf(parts) {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('hex')
}

function readStamp(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

/** Returns the environment without the variables that an outer npm set for its own run. */
function withoutNpm() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(lifecycle|package|command)/.test(name)),
  )
}

/** Tells whether a window can be opened on this system. */
export function hasDisplay() {
  if (process.platform !== 'linux') return !process.env.SSH_CONNECTION
  return Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY)
}

/** Ends a child process and every process it started. */
export function endTree(child) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  if (isWindows) spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f'])
  else child.kill('SIGTERM')
}
