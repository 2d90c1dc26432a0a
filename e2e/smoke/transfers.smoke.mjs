/**
 * Short versions of the proofs that transfers lose no data. The long ones are in `proofs/`, which also explains what
 * they check.
 */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

const root = resolve(import.meta.dirname, '..', '..')

async function prove(script, args) {
  const child = spawn(process.execPath, [join(root, 'proofs', script), ...args], { cwd: root })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
  const [code] = await once(child, 'close')
  for (const line of said.split('\n')) if (line.startsWith('!!')) process.stderr.write(`${line}\n`)
  return { code, said }
}

/**
 * Starts a `cp` of a folder with a large file and small ones to `B`, and kills it during the copy of the large file.
 */
async function killedCopy() {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-again-'))
  const env = {
    ...process.env,
    HOME: folder,
    PORTOLAN_HOME: join(folder, 'home'),
    XDG_DATA_HOME: join(folder, 'share'),
  }
  mkdirSync(join(folder, 'A'))
  for (let at = 0; at < 20; at += 1) writeFileSync(join(folder, 'A', `small-${at}`), `small ${at}`)
  writeFileSync(join(folder, 'A', 'large'), Buffer.alloc(60 * 1024 ** 2, 'large '))
  const portolan = (...args) => spawn(process.execPath, [join(root, 'bin/portolan'), ...args], { cwd: folder, env })
  async function run(...args) {
    const child = portolan(...args)
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
    const [code] = await once(child, 'close')
    return { code, said }
  }
  const staged = () => readdirSync(join(folder, 'B')).filter((name) => name.startsWith('.portolan-'))
  const child = portolan('cp', 'A', 'B', '--limit', '6M')
  const closed = once(child, 'close')
  for (let isOnItsWay = false; !isOnItsWay;) {
    await sleep(50)
    const { said } = await run('transfers', '--json')
    isOnItsWay = said !== '' && JSON.parse(said).bytes.copied > 9_000_000
  }
  child.kill('SIGKILL')
  await closed
  assert.equal(staged().length, 1)
  return { folder, run, staged }
}

describe('transfers', { timeout: 240_000, skip: process.platform === 'win32' && 'nothing is killed there' }, () => {
  it('lose nothing when they are killed', async () => {
    const { code, said } = await prove('kill.mjs', ['--kills', '2', '--small', '120', '--large', '10'])
    assert.equal(code, 0, said)
    assert.match(said, /local→local 2\/2/)
  })

  it('resume when the same command is repeated, including new files', async () => {
    const { folder, run, staged } = await killedCopy()
    writeFileSync(join(folder, 'A', 'new'), 'new')
    const { code, said } = await run('cp', 'A', 'B')
    assert.equal(code, 0, said)
    assert.match(said, /Continuing transfer \d+ of an earlier run of this command\./)
    assert.match(said, /22 items .*copied/)
    assert.deepEqual(staged(), [])
    const names = readdirSync(join(folder, 'A')).toSorted()
    assert.deepEqual(readdirSync(join(folder, 'B')).toSorted(), names)
    for (const name of names) {
      assert.ok(readFileSync(join(folder, 'B', name)).equals(readFileSync(join(folder, 'A', name))), name)
    }
    assert.doesNotMatch((await run('transfers')).said, /interrupted/)
    rmSync(folder, { recursive: true })
  })

  it('start over with --fresh, and leave nothing of the first attempt', async () => {
    const { folder, run, staged } = await killedCopy()
    const { code, said } = await run('cp', 'A', 'B', '--fresh', '--on-conflict', 'overwrite')
    assert.equal(code, 0, said)
    // Other options are another command, which does not touch the first one.
    assert.equal(staged().length, 1)
    const again = await run('cp', 'A', 'B', '--fresh')
    assert.deepEqual(staged(), [])
    assert.match(again.said, /already/)
    rmSync(folder, { recursive: true })
  })

  it('lose nothing on an unreliable connection', async () => {
    const { code, said } = await prove('faults.mjs', ['--faults', '30', '--small', '60', '--large', '10'])
    assert.equal(code, 0, said)
  })
})
