import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MountList } from '../../../contract/api/mounts.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { failureOf } from '../../../contract/failure.ts'
import { memoryDescriptor } from '../../backends/memory/index.ts'
import { asListed, type BackendDescriptor } from '../../backends/descriptor.ts'
import { backendDescriptors } from '../../backends/registry.ts'
import { createCredentials } from '../../credentials/credentials.ts'
import { createMounts } from './create-mounts.ts'
import type { Mounts, MountsDeps } from '../mounts.ts'

const { signal } = new AbortController()
let base: string
let config: string
let mounts: Mounts | undefined

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'portolan-mounts-')))
  config = join(base, 'config')
  await mkdir(config)
  await mkdir(join(base, 'home'))
})
afterEach(async () => {
  await mounts?.close()
  mounts = undefined
  await rm(base, { recursive: true })
})

const home = () => ({ name: 'Home', type: 'local', path: join(base, 'home') })
const kindOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => failureOf(error).kind,
  )

async function open(text?: string, more: Partial<MountsDeps> = {}, fileName = 'mounts.yaml'): Promise<Mounts> {
  if (text !== undefined) await writeFile(join(config, fileName), text)
  mounts = await createMounts({
    configFolder: config,
    env: { BASE: base },
    builtIn: [home()],
    hidden: [],
    descriptors: backendDescriptors,
    backendDeps: {},
    credentials: createCredentials({ configFolder: config, env: {} }),
    ...more,
  })
  return mounts
}

async function until(mountList: Mounts, condition: (list: MountList) => boolean): Promise<MountList> {
  const abort = AbortSignal.timeout(5000)
  for await (const list of mountList.changes({ signal: abort })) if (condition(list)) return list
  throw new Error('unreachable')
}

describe('mounts', () => {
  it('contains the built-in mounts if there is no file', async () => {
    const list = (await open()).list()
    expect(list).toEqual({
      mounts: [{ name: 'Home', type: 'local', group: 'computer', readOnly: false, builtIn: true }],
      problems: [],
    })
  })

  it('opens a mount on first use and lists it', async () => {
    await writeFile(join(base, 'home', 'a.txt'), 'hello')
    const { backend, info } = await (await open()).open('Home', { signal })
    expect(info.capabilities?.canWrite).toBe(true)
    const names: string[] = []
    for await (const page of backend.list('', { signal })) names.push(...unpackEntries(page).map(({ name }) => name))
    expect(names).toEqual(['a.txt'])
  })

  it('reports a failure with the name of the mount', async () => {
    const { backend } = await (await open()).open('Home', { signal })
    const error = await backend.stat('no/such', { signal }).catch(failureOf)
    expect(error).toMatchObject({ kind: 'not-found', location: 'Home:no/such' })
  })

  it('reads a list, and a list under `mounts`', async () => {
    expect((await open('- { name: m, type: memory }')).list().mounts.map(({ name }) => name)).toEqual(['Home', 'm'])
    await mounts?.close()
    expect((await open('mounts:\n  - name: m\n    type: memory\n')).list().mounts).toHaveLength(2)
  })

  it('reads and writes JSON if the file is JSON', async () => {
    await open('[{"name":"m","type":"memory"}]', {}, 'mounts.json')
    expect(mounts?.list().mounts.map(({ name }) => name)).toEqual(['Home', 'm'])
    await mounts?.add({ config: { name: 'n', type: 'memory' } }, { signal })
    expect(JSON.parse(await readFile(join(config, 'mounts.json'), 'utf8'))).toHaveLength(2)
  })

  it('keeps the valid entries, and reports the lines of the invalid ones', async () => {
    const list = (
      await open(
        [
          '- { name: good, type: memory }',
          '- { name: odd, type: floppy }',
          '- { name: short, type: local }',
          '- { name: unset, type: local, path: "${NOT_SET}/x" }',
          '- { name: good, type: memory }',
          '- { name: "a:b", type: memory }',
          '- just words',
          '- { name: typo, type: memory, pth: /x }',
        ].join('\n'),
      )
    ).list()
    expect(list.mounts.map(({ name }) => name)).toEqual(['Home', 'good'])
    expect(list.problems.map(({ name, line }) => [name, line])).toEqual([
      ['odd', 2],
      ['short', 3],
      ['unset', 4],
      ['good', 5],
      ['a:b', 6],
      [undefined, 7],
      ['typo', 8],
    ])
    expect(list.problems[0]?.message).toContain('These types exist: local, shelf, ')
    expect(list.problems[2]?.message).toContain('NOT_SET')
  })

  it('tolerates a file that is not YAML, and never writes to it', async () => {
    const text = 'mounts:\n  - name: [\n'
    const { problems, mounts: shown } = (await open(text)).list()
    expect(shown.map(({ name }) => name)).toEqual(['Home'])
    expect(problems).toHaveLength(1)
    expect(problems[0]?.line).toBeGreaterThan(0)
    expect(await kindOf((await open()).add({ config: { name: 'm', type: 'memory' } }, { signal }))).toBe('bad-input')
    expect(await readFile(join(config, 'mounts.yaml'), 'utf8')).toBe(text)
  })

  it('expands environment variables', async () => {
    await open('- { name: e, type: local, path: "${BASE}/home" }')
    expect((await mounts?.open('e', { signal }))?.backend.localPath?.localPath('x')).toBe(join(base, 'home', 'x'))
  })

  it('adds to the file and removes from it, and keeps comments', async () => {
    await open('# mine\n- name: m # a note\n  type: memory\n')
    await mounts?.add({ config: { name: 'n', type: 'memory', label: 'New' } }, { signal })
    expect(await readFile(join(config, 'mounts.yaml'), 'utf8')).toBe(
      '# mine\n- name: m # a note\n  type: memory\n- name: n\n  type: memory\n  label: New\n',
    )
    await mounts?.remove('n', { signal })
    expect(await readFile(join(config, 'mounts.yaml'), 'utf8')).toContain('# a note')
    expect(mounts?.list().mounts.map(({ name }) => name)).toEqual(['Home', 'm'])
    expect(await readdir(config)).toEqual(['mounts.yaml'])
    expect((await stat(join(config, 'mounts.yaml'))).mode & 0o077).toBe(process.platform === 'win32' ? 0o066 : 0)
  })

  it('creates the file with the first mount', async () => {
    await rm(config, { recursive: true })
    const info = await (await open()).add({ config: { name: 'm', type: 'memory', readOnly: true } }, { signal })
    expect(info).toMatchObject({ name: 'm', readOnly: true, builtIn: false })
    expect(await readFile(join(config, 'mounts.yaml'), 'utf8')).toBe('- name: m\n  type: memory\n  readOnly: true\n')
  })

  it('refuses invalid and duplicate additions, and removals of built-in and unknown mounts', async () => {
    await open('- { name: m, type: memory }')
    expect(await kindOf(mounts!.add({ config: { name: 'm', type: 'memory' } }, { signal }))).toBe('exists')
    expect(await kindOf(mounts!.add({ config: { name: 'x', type: 'floppy' } }, { signal }))).toBe('bad-input')
    expect(await kindOf(mounts!.add({ config: { name: 'x', type: 'local', path: 'relative' } }, { signal }))).toBe(
      'bad-input',
    )
    expect(await kindOf(mounts!.remove('Home', { signal }))).toBe('denied')
    expect(await kindOf(mounts!.remove('nobody', { signal }))).toBe('not-found')
    expect(await kindOf(mounts!.open('nobody', { signal }))).toBe('not-found')
  })

  it('lets the file replace a built-in mount, and opens hidden ones only by name', async () => {
    await open('- { name: Home, type: memory }', { hidden: [{ name: 'computer', type: 'local', path: '/' }] })
    expect(mounts?.list().mounts).toMatchObject([{ name: 'Home', type: 'memory', builtIn: false }])
    expect(await kindOf(mounts!.open('computer', { signal }))).toBeUndefined()
  })

  it('refuses every change of a read-only mount', async () => {
    await open('- { name: ro, type: local, readOnly: true, path: "${BASE}/home" }')
    const { backend, info } = await mounts!.open('ro', { signal })
    expect(info.capabilities).toMatchObject({ canWrite: false })
    expect(backend.rename).toBeUndefined()
    expect(await kindOf(backend.makeFolder('x', { signal }))).toBe('read-only')
    expect(await readdir(join(base, 'home'))).toEqual([])
  })

  it('notices manual edits of the file, and reopens only the changed mounts', async () => {
    await open('- { name: m, type: memory }\n- { name: k, type: memory }')
    const before = await mounts!.open('m', { signal })
    const kept = await mounts!.open('k', { signal })
    await writeFile(
      join(config, 'mounts.yaml'),
      '- { name: m, type: memory, readOnly: true }\n- { name: k, type: memory }',
    )
    await until(mounts!, (list) => list.mounts.some(({ name, readOnly }) => name === 'm' && readOnly))
    expect((await mounts!.open('m', { signal })).backend).not.toBe(before.backend)
    expect((await mounts!.open('k', { signal })).backend).toBe(kept.backend)
    await rm(join(config, 'mounts.yaml'))
    await until(mounts!, (list) => list.mounts.length === 1)
    expect(await kindOf(mounts!.open('m', { signal }))).toBe('not-found')
  })

  it('shares one opening, which continues when one caller aborts', async () => {
    const slow = createSlowDescriptor()
    await open('- { name: s, type: slow }', { descriptors: [...backendDescriptors, asListed(slow.descriptor)] })
    const leaving = new AbortController()
    const first = mounts!.open('s', { signal: leaving.signal })
    const second = mounts!.open('s', { signal })
    leaving.abort(new Error('left'))
    await expect(first).rejects.toThrow('left')
    slow.finish()
    expect((await second).info.name).toBe('s')
    expect(slow.openings()).toBe(1)
  })

  it('tries again after a failed opening', async () => {
    await open('- { name: late, type: local, path: "${BASE}/late" }')
    expect(await kindOf(mounts!.open('late', { signal }))).toBe('not-found')
    await mkdir(join(base, 'late'))
    expect(await kindOf(mounts!.open('late', { signal }))).toBeUndefined()
  })

  it('creates the folder of a shelf', async () => {
    await open('- { name: shelf, type: shelf, path: "${BASE}/data/shelf" }')
    await mounts!.open('shelf', { signal })
    expect((await stat(join(base, 'data', 'shelf'))).isDirectory()).toBe(true)
  })

  it.skipIf(process.platform === 'win32' || process.geteuid?.() === 0)(
    'reports a file that cannot be read',
    async () => {
      await writeFile(join(config, 'mounts.yaml'), '')
      await chmod(join(config, 'mounts.yaml'), 0)
      expect((await open()).list().problems).toHaveLength(1)
    },
  )
})

function createSlowDescriptor() {
  let finish = () => {}
  let openings = 0
  const descriptor: BackendDescriptor<object> = {
    ...memoryDescriptor,
    type: 'slow',
    async open(_, deps, options) {
      openings += 1
      await new Promise<void>((resolve) => (finish = resolve))
      return memoryDescriptor.open({}, deps, options)
    },
  }
  return { descriptor, finish: () => finish(), openings: () => openings }
}
