import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ensurePackages } from './packages.mjs'

const one = { version: '1.0.0', integrity: 'sha512-one' }
const two = { version: '2.0.0', integrity: 'sha512-two' }
const forElsewhere = { version: '1.0.0', integrity: 'sha512-mac', optional: true }
let root
let installs

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'portolan-packages-'))
  installs = 0
  lock({ 'node_modules/a': one, 'node_modules/mac': forElsewhere })
})
afterEach(() => rmSync(root, { recursive: true }))

const write = (file, packages) => writeFileSync(join(root, file), JSON.stringify({ packages }))
const lock = (packages) => write('package-lock.json', { '': { name: 'portolan' }, ...packages })
function installed(packages, text = 'old') {
  mkdirSync(join(root, 'node_modules', 'a'), { recursive: true })
  writeFileSync(join(root, 'node_modules', 'a', 'index.js'), text)
  if (packages) write('node_modules/.package-lock.json', packages)
}
const textOfA = () => readFileSync(join(root, 'node_modules', 'a', 'index.js'), 'utf8')
function ci(code = 0) {
  installs += 1
  installed(code === 0 ? { 'node_modules/a': one } : undefined, 'new')
  return code
}

it('installs nothing after npm ci was run by hand', async () => {
  installed({ 'node_modules/a': one })
  expect(await ensurePackages(root, ci)).toBe(0)
  expect([installs, textOfA()]).toEqual([0, 'old'])
})

it.each([
  ['nothing is there', () => {}],
  ['another version is there', () => installed({ 'node_modules/a': two })],
  ['a package too many is there', () => installed({ 'node_modules/a': one, 'node_modules/b': two })],
  ['npm did not come to its end', () => installed(undefined)],
])('installs if %s', async (_, set) => {
  set()
  expect(await ensurePackages(root, ci)).toBe(0)
  expect([installs, textOfA(), existsSync(join(root, 'node_modules.before'))]).toEqual([1, 'new', false])
})

it('restores the previous packages if the new ones cannot be installed', async () => {
  installed({ 'node_modules/a': two })
  expect(await ensurePackages(root, () => ci(1))).toBe(1)
  expect([textOfA(), existsSync(join(root, 'node_modules.before'))]).toEqual(['old', false])
})

it('recovers after it was killed during an installation', async () => {
  installed({ 'node_modules/a': two })
  await expect(
    ensurePackages(root, () => {
      installed(undefined, 'half')
      throw new Error('killed')
    }),
  ).rejects.toThrow('killed')
  lock({ 'node_modules/a': two })
  expect(await ensurePackages(root, ci)).toBe(0)
  expect([installs, textOfA()]).toEqual([0, 'old'])
})
