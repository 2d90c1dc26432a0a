import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { failureOf } from '../../contract/failure.ts'
import { describeBackend } from '../../core/backends/conformance/describe-backend.ts'
import { standardStack } from '../../core/layers/standard-stack.ts'
import { createPlugins, type Plugins } from './plugins.ts'

const { signal } = new AbortController()
const example = resolve(import.meta.dirname, '../../../examples/portolan-backend-json')

let base: string
const opened: Plugins[] = []
beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'portolan-plugins-')))
  await mkdir(join(base, 'plugins'))
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((plugins) => plugins.close()))
  await rm(base, { recursive: true })
})

async function open(patienceMs = 10_000): Promise<Plugins> {
  const plugins = await createPlugins({ configFolder: base, patienceMs })
  opened.push(plugins)
  return plugins
}
const put = (name: string, text: string) => writeFile(join(base, 'plugins', name), text)
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => failureOf(error),
  )
const backendOf = (plugins: Plugins, type: string, config: object) => {
  const descriptor = plugins.descriptors.find((each) => each.type === type)
  if (!descriptor) throw new Error(`no type ${type}`)
  return descriptor.open(config as never, {}, { signal })
}
/** A plugin with one type, `odd`, whose root is the result of `stat`. */
const odd = (stat: string, more = '') => `export default ({ plainCapabilities, StorageError }) => ({
  backends: [{ type: 'odd', open: async (config) => ({
    capabilities: { ...plainCapabilities, keepsEmptyFolders: true, modifiedTime: { canSet: false, precisionMs: 1 },
      caseSensitive: true, distinguishesUnicodeForms: true, limits: {} },
    async *list() { ${more} }, async stat() { ${stat} }, async read() {}, async write() {}, async makeFolder() {}, async remove() {},
    async close() {},
  }) }],
})`

describe('plugins', () => {
  it('are listed without running them: files, folders and packages', async () => {
    await put('one.mjs', 'throw new Error("run")')
    await put('notes.txt', 'no plugin')
    await cp(example, join(base, 'plugins', 'node_modules', 'portolan-backend-json'), { recursive: true })
    const { plugins } = await (await open()).list()
    expect(plugins).toMatchObject([
      { name: 'one', state: 'off', types: [] },
      {
        name: 'portolan-backend-json',
        state: 'off',
        version: '1.0.0',
        about: expect.stringContaining('one JSON file'),
      },
    ])
  })

  it('run once enabled, also after a restart, until their files change', async () => {
    await put('odd.mjs', odd('return { name: "", kind: "folder" }'))
    const first = await open()
    expect(await first.enable('odd')).toMatchObject({ state: 'on', types: ['odd'] })
    expect(await (await backendOf(first, 'odd', {})).stat('', { signal })).toEqual({ name: '', kind: 'folder' })
    expect((await open()).descriptors.some(({ type }) => type === 'odd')).toBe(true)
    await put('odd.mjs', odd('return { name: "", kind: "file" }'))
    const changed = await open()
    expect(changed.descriptors.some(({ type }) => type === 'odd')).toBe(false)
    expect((await changed.list()).plugins).toMatchObject([{ name: 'odd', state: 'changed' }])
    expect(await changed.enable('odd')).toMatchObject({ state: 'on' })
    expect(await changed.disable('odd')).toMatchObject({ state: 'off' })
    expect(changed.descriptors.some(({ type }) => type === 'odd')).toBe(false)
  })

  it('that cannot be loaded show the reason and stay off', async () => {
    await put('broken.mjs', 'this is no code')
    await put('empty.mjs', 'export const x = 1')
    await put('taken.mjs', 'export default () => ({ backends: [{ type: "s3", open() {} }] })')
    await put('hangs.mjs', 'for (;;) {}')
    const plugins = await open(600)
    expect(await refusal(plugins.enable('broken'))).toMatchObject({
      message: expect.stringContaining('“broken” failed'),
    })
    expect(await refusal(plugins.enable('empty'))).toMatchObject({
      message: expect.stringContaining('no default export'),
    })
    expect(await refusal(plugins.enable('taken'))).toMatchObject({ kind: 'exists' })
    expect((await refusal(plugins.enable('hangs')))?.kind).toMatch(/timeout|unreachable/)
    expect(await refusal(plugins.enable('nobody'))).toMatchObject({ kind: 'not-found' })
    expect((await plugins.list()).plugins.map(({ state }) => state)).toEqual(['off', 'off', 'off', 'off'])
  })

  it('that hang or exit affect nothing else and are restarted', async () => {
    await put(
      'odd.mjs',
      odd('if (globalThis.was) return { name: "", kind: "folder" }; globalThis.was = 1; for (;;) {}'),
    )
    const plugins = await open(600)
    await plugins.enable('odd')
    const stuck = await backendOf(plugins, 'odd', {})
    expect(await refusal(stuck.stat('', { signal }))).toMatchObject({ kind: 'unreachable', retry: 'later' })
    expect(await refusal(stuck.stat('', { signal }))).toMatchObject({ kind: 'unreachable' }) // A new thread is running now.
    await put('ends.mjs', odd('process.exit(3)').replace("'odd'", "'ends'"))
    await plugins.enable('ends')
    const ends = await backendOf(plugins, 'ends', {})
    expect(await refusal(ends.stat('', { signal }))).toMatchObject({ kind: 'unreachable' })
    const states = async () => (await plugins.list()).plugins.map(({ name, state }) => `${name} ${state}`)
    await vi.waitFor(async () => expect(await states()).toEqual(['ends broken', 'odd broken']), { timeout: 10_000 })
  })

  it('are named in their errors, and cannot list names with a path', async () => {
    await put(
      'odd.mjs',
      odd('throw new Error("my cable")', 'yield packEntries([{ name: "../x", kind: "file" }])').replace(
        '({ plainC',
        '({ packEntries, plainC',
      ),
    )
    const plugins = await open()
    await plugins.enable('odd')
    const backend = await backendOf(plugins, 'odd', {})
    expect(await refusal(backend.stat('', { signal }))).toMatchObject({ message: 'The plugin “odd” failed: my cable.' })
    const listing = (async () => {
      for await (const page of backend.list('', { signal })) return page
      return undefined
    })()
    expect(await refusal(listing)).toMatchObject({ message: expect.stringContaining('which is not a valid name') })
  })

  it('can add skip rules', async () => {
    await cp(example, join(base, 'plugins', 'json'), { recursive: true })
    const plugins = await open()
    expect(await plugins.enable('json')).toMatchObject({ rules: ['same-size'], types: ['json'] })
    const rule = plugins.rules.get('same-size')
    const side = (sizeBytes: number) => ({ name: 'a', path: 'a', sizeBytes })
    expect([await rule?.(side(1), side(1), { signal }), await rule?.(side(1), side(2), { signal })]).toEqual([
      true,
      false,
    ])
  })
})

describeBackend('a backend of a plugin in its thread, in the standard layers', {
  async open() {
    const folder = await mkdtemp(join(tmpdir(), 'portolan-plugin-'))
    await cp(example, join(folder, 'plugins', 'json'), { recursive: true })
    const plugins = await createPlugins({ configFolder: folder })
    await plugins.enable('json')
    const again = async () => {
      const backend = await backendOf(plugins, 'json', { file: join(folder, 'files.json') })
      return standardStack(backend, { mount: 'json', readOnly: false })
    }
    return {
      backend: await again(),
      again,
      async tidy() {
        await plugins.close()
        await rm(folder, { recursive: true })
      },
    }
  },
})
