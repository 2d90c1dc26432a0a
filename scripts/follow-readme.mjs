// Follows the README in a fresh clone with an empty home folder: it runs each block marked `sh` exactly as written.
// Usage: npm run readme
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { root, say } from './setup.mjs'

/** The text printed after each block. */
const end = 'README-END'
/** Installing and building take a few minutes. */
const patienceMs = 10 * 60_000
const base = mkdtempSync(join(tmpdir(), 'portolan-readme-'))
const clone = join(base, 'portolan')
const home = join(base, 'home')
mkdirSync(home)
const env = { PATH: process.env.PATH, HOME: home, ELECTRON_SKIP_BINARY_DOWNLOAD: '1' }
try {
  process.exitCode = await follow()
} finally {
  rmSync(base, { recursive: true, force: true })
}

async function follow() {
  const cloned = spawnSync('git', ['clone', '-q', root, clone], { stdio: 'inherit' })
  if (cloned.status !== 0) return 1
  const blocks = shellBlocks(readFileSync(join(clone, 'README.md'), 'utf8'))
  if (blocks.length < 2 || blocks[0].trim() !== 'npm start') {
    say('README does not begin with “npm start”, or shows nothing after it.')
    return 1
  }
  for (const block of blocks) {
    say(block)
    const answer = await lastPageOf(block)
    if (answer === undefined) return 1
    say(`It worked, and the last address it printed answers with ${answer.length} characters.\n`)
  }
  return 0
}

function shellBlocks(markdown) {
  return [...markdown.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block]) => block)
}

/**
 * Runs a block, and requests the last address it prints while the started programs still run. Resolves to undefined if
 * either fails.
 */
async function lastPageOf(block) {
  const script = `${block}\necho ${end}\nsleep ${patienceMs / 1000}`
  const child = spawn('bash', ['-ec', script], {
    cwd: clone,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  child.stdout.on('data', (text) => {
    process.stdout.write(text)
    printed += text
  })
  const ended = new Promise((resolve) => child.once('close', () => resolve('ended')))
  try {
    const untilMs = Date.now() + patienceMs
    for (;;) {
      const isRunning = (await Promise.race([ended, pause(500)])) !== 'ended'
      // `npm start` does not end by itself, so its address is enough.
      const isThrough = printed.includes(end) || block.trim() === 'npm start'
      const url = [...printed.matchAll(/http:\/\/[^\s/]+\/\S+/g)].at(-1)?.[0]
      const page = isThrough && url !== undefined ? await pageAt(url) : undefined
      if (page !== undefined) return page
      if (!isRunning || Date.now() > untilMs) return undefined
    }
  } finally {
    endGroup(child.pid)
    await ended
  }
}

async function pageAt(url) {
  try {
    const answer = await fetch(url)
    return answer.ok ? await answer.text() : undefined
  } catch {
    return undefined // Nothing listens at that address yet.
  }
}

function endGroup(pid) {
  try {
    process.kill(-pid, 'SIGTERM')
  } catch {
    // The process has already ended.
  }
}
