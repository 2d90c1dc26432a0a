/** Tests the built command line, started in the same way as by its users. */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { after, describe, it } from 'node:test'

const root = resolve(import.meta.dirname, '..', '..')
const program = join(root, 'bin', 'portolan')
const folder = mkdtempSync(join(tmpdir(), 'portolan-smoke-'))
const work = join(folder, 'work')
mkdirSync(work)
const options = {
  cwd: work,
  env: { ...process.env, HOME: work, USERPROFILE: work, PORTOLAN_HOME: join(folder, 'portolan') },
  encoding: 'utf8',
  timeout: 20_000,
}
const run = (args, more = {}) => spawnSync(process.execPath, [program, ...args], { ...options, ...more })

after(() => rmSync(folder, { recursive: true, force: true }))

describe('bin/portolan', { timeout: 60_000 }, () => {
  it('prints its version and help', () => {
    assert.match(run(['--version']).stdout, /^\d+\.\d+\.\d+\n$/)
    assert.match(run(['--help']).stdout, /portolan COMMAND/)
    assert.equal(run(['nonsense']).status, 2)
  })

  it('stores, lists, shows and deletes', () => {
    assert.equal(run(['put', 'a file'], { input: 'some bytes' }).status, 0)
    assert.match(run(['ls']).stdout, /10 B .* {2}a file\n/)
    assert.equal(run(['cat', 'Home:a file']).stdout, 'some bytes')
    assert.equal(run(['cp', 'a file', 'Shelf:']).status, 0)
    assert.equal(JSON.parse(run(['ls', 'Shelf:', '--json']).stdout).location, 'Shelf:a file')
    assert.equal(run(['rm', '--forever', 'a file']).status, 0)
    assert.equal(run(['stat', 'a file']).status, 4)
  })

  it(
    'exits quietly when the reader closes the pipe',
    { skip: process.platform === 'win32' && 'needs sh and head' },
    () => {
      const many = join(work, 'many')
      mkdirSync(many)
      for (let index = 0; index < 3000; index++) writeFileSync(join(many, `${'x'.repeat(100)}-${index}`), '')
      const line = `"${process.execPath}" "${program}" ls many | head -n 1`
      const { stdout, stderr } = spawnSync('sh', ['-c', line], options)
      assert.equal(stdout.trim().split('\n').length, 1)
      assert.equal(stderr, '')
    },
  )

  it('leaves nothing partial on Ctrl-C', { skip: process.platform === 'win32' && 'has no signals' }, async () => {
    const target = join(work, 'interrupted')
    mkdirSync(target)
    const child = spawn(process.execPath, [program, 'put', 'interrupted/half'], options)
    child.stdin.write(Buffer.alloc(100_000))
    while (readdirSync(target).length === 0) await new Promise((done) => setTimeout(done, 20))
    child.kill('SIGINT')
    const [code] = await once(child, 'exit')
    assert.equal(code, 130)
    assert.deepEqual(readdirSync(target), [])
  })

  it('serves the window and prints its address in one line', async () => {
    const child = spawn(process.execPath, [program, 'serve', '--json'], options)
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    while (!output.includes('\n')) await new Promise((done) => setTimeout(done, 20))
    const { url } = JSON.parse(output)
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\//)
    const response = await fetch(url)
    assert.equal(response.status, 200)
    assert.match(response.headers.get('content-security-policy'), /default-src 'none'/)
    child.kill()
    await once(child, 'exit')
    assert.equal(output.trim().split('\n').length, 1)
  })

  it('reports that the build is missing', () => {
    cpSync(join(root, 'bin'), join(folder, 'checkout', 'bin'), { recursive: true })
    const { status, stderr } = spawnSync(process.execPath, [join(folder, 'checkout', 'bin', 'portolan'), 'ls'], options)
    assert.equal(status, 2)
    assert.match(stderr, /npm run build/)
  })
})
