/** The short versions of the proofs that transfers lose nothing; `proofs/` has the long ones, and says what they look at. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { describe, it } from 'node:test'

const root = resolve(import.meta.dirname, '..', '..')

async function prove(script, args) {
  const child = spawn(process.execPath, [join(root, 'proofs', script), ...args], { cwd: root })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
  const [code] = await once(child, 'close')
  for (const line of said.split('\n')) if (line.startsWith('!!')) process.stderr.write(`${line}\n`)
  return { code, said }
}

describe('transfers', { timeout: 240_000, skip: process.platform === 'win32' && 'nothing is killed there' }, () => {
  it('lose nothing when they are killed', async () => {
    const { code, said } = await prove('kill.mjs', ['--kills', '2', '--small', '120', '--large', '10'])
    assert.equal(code, 0, said)
    assert.match(said, /local→local 2\/2/)
  })

  it('lose nothing over bad lines', async () => {
    const { code, said } = await prove('faults.mjs', ['--faults', '30', '--small', '60', '--large', '10'])
    assert.equal(code, 0, said)
  })
})
