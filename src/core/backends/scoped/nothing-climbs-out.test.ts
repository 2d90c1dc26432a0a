import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { array, assert, asyncProperty, constantFrom, oneof, string, tuple } from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { intercept } from '../../layers/intercept.ts'
import type { Backend } from '../backend.ts'
import { localDescriptor } from '../local/index.ts'
import { createMemoryBackend } from '../memory/index.ts'
import { rights } from './rights.ts'
import { createScopedBackend } from './scoped-backend.ts'
import { allOperations, callMethod } from './testing/call-method.test-support.ts'

const { signal } = new AbortController()
const secret = 'what nobody in the window may see'
const body = (text: string) => new Blob([text]).stream()

const names = constantFrom(
  ...'.. . in in.txt out out.txt window up up2 absolute around chain dots deep ... ~ C: ..; %2e%2e ..%2f.. %2f'.split(
    ' ',
  ),
  ...'‥ ．． \u2024\u2024 ..\\ ..\\..\\out.txt ..\0 in\0 ../out.txt / // ‛2E‛2E ‛2F ü u\u0308'.split(' '),
  '',
)
const path = oneof(
  { weight: 6, arbitrary: array(names, { maxLength: 5 }).map((each) => each.join('/')) },
  { weight: 1, arbitrary: string({ unit: 'binary', maxLength: 20 }) },
)
const operation = constantFrom(...allOperations)
const call = tuple(operation, path, path)

/** Records the paths that reach the underlying mount. */
function noting(below: Backend, seen: string[]): Backend {
  return intercept(below, {
    before: ({ paths, options }) => void seen.push(...paths, ...((options['also'] as string[] | undefined) ?? [])),
    beforeSync: ({ paths }) => void seen.push(...paths),
  })
}

function expectInside(seen: readonly string[], window: string): void {
  const isInside = (each: string) =>
    each === window ||
    (each.startsWith(`${window}/`) && !each.split('/').some((name) => ['..', '.', ''].includes(name)))
  expect(seen.filter((each) => !isInside(each))).toEqual([])
}

describe('a scoped mount grants no access outside its folder', () => {
  it('in memory, for any path and method', async () => {
    await assert(
      asyncProperty(array(call, { minLength: 1, maxLength: 6 }), async (calls) => {
        const memory = createMemoryBackend({ versions: true })
        for (const folder of ['window', 'window/in', 'out']) await memory.makeFolder(folder, { signal })
        for (const file of ['out.txt', 'out/in.txt', 'window.txt']) {
          await memory.write(file, body(secret), { ifExists: 'fail', signal })
        }
        await memory.write('window/in/in.txt', body('seen'), { ifExists: 'fail', signal })
        const seen: string[] = []
        const scoped = createScopedBackend(noting(memory, seen), { mount: 'm', path: 'window', allow: rights })
        const nested = createScopedBackend(scoped, { mount: 'w', path: 'in', allow: rights })
        for (const [which, from, to] of calls) {
          expect(await callMethod(scoped, which, from, to)).not.toContain(secret)
          expectInside(seen, 'window')
          seen.length = 0
          expect(await callMethod(nested, which, from, to)).not.toContain(secret)
          expectInside(seen, 'window/in')
          seen.length = 0
        }
        for (const file of ['out.txt', 'out/in.txt', 'window.txt']) {
          expect(await callMethod(memory, 'read', file, '')).toBe(secret)
        }
      }),
      { numRuns: 400 },
    )
  }, 120_000)

  describe.skipIf(process.platform === 'win32')('on this computer, with symbolic links that lead out', () => {
    let root: string
    let below: Backend
    beforeEach(async () => {
      root = await realpath(await mkdtemp(join(tmpdir(), 'portolan-climbing-')))
      await mkdir(join(root, 'out/deep'), { recursive: true })
      await writeFile(join(root, 'out.txt'), secret)
      await writeFile(join(root, 'out/in.txt'), secret)
      await writeFile(join(root, 'out/deep/in.txt'), secret)
      await makeWindow()
      below = await localDescriptor.open({ path: root }, {}, { signal })
    })
    afterEach(async () => {
      await below.close()
      await rm(root, { recursive: true })
    })

    async function makeWindow() {
      await rm(join(root, 'window'), { recursive: true, force: true })
      await mkdir(join(root, 'window/in'), { recursive: true })
      await writeFile(join(root, 'window/in/in.txt'), 'seen')
      await symlink('../out', join(root, 'window/up'))
      await symlink('../../out.txt', join(root, 'window/in/up'))
      await symlink('../out/nothing-yet.txt', join(root, 'window/up2'))
      await symlink(join(root, 'out'), join(root, 'window/absolute'))
      await symlink('in/../../out', join(root, 'window/dots'))
      await symlink('in', join(root, 'window/around'))
      await symlink('around/up', join(root, 'window/chain'))
    }

    it('for any path and method', async () => {
      const before = await snapshot(root)
      const scoped = createScopedBackend(below, { mount: 'm', path: 'window', allow: rights })
      const methods = constantFrom(...allOperations.filter((each) => each !== 'watch.watch'))
      await assert(
        asyncProperty(array(tuple(methods, path, path), { minLength: 1, maxLength: 6 }), async (calls) => {
          await makeWindow()
          for (const [which, from, to] of calls) expect(await callMethod(scoped, which, from, to)).not.toContain(secret)
          expect(await snapshot(root)).toEqual(before)
        }),
        { numRuns: 200 },
      )
    }, 120_000)

    it('and follows links that stay inside, but refuses those that lead out', async () => {
      const scoped = createScopedBackend(below, { mount: 'm', path: 'window', allow: rights })
      expect(await callMethod(scoped, 'read', 'around/in.txt', '')).toBe('seen')
      for (const out of ['up/in.txt', 'in/up', 'absolute/in.txt', 'dots/in.txt', 'chain', 'around/up']) {
        await expect(scoped.read(out, { signal })).rejects.toMatchObject({ failure: { kind: 'outside' } })
        expect(() => scoped.localPath?.osPath(out)).toThrow('leads out')
      }
      await expect(scoped.write('up2', body('new'), { ifExists: 'replace', signal })).rejects.toMatchObject({
        failure: { kind: 'outside' },
      })
      expect((await scoped.stat('up', { signal })).link?.leadsTo).toBe('outside')
      expect(await callMethod(scoped, 'list', 'in', '')).toContain('"leadsTo":"outside"')
      await scoped.remove('up', { signal }) // removes the link itself
    })
  })
})

/** Returns everything outside the window: names, bytes and times. */
async function snapshot(root: string): Promise<readonly string[]> {
  const files = (await readdir(root, { recursive: true })).filter((name) => !name.startsWith('window')).toSorted()
  return Promise.all(
    files.map(async (name) => {
      const facts = await stat(join(root, name))
      return `${name} ${facts.mode} ${facts.mtimeMs} ${facts.isFile() ? await readFile(join(root, name), 'utf8') : ''}`
    }),
  )
}
