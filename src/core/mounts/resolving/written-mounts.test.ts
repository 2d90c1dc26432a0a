import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MountList } from '../../../contract/api/mounts.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failureOf } from '../../../contract/failure.ts'
import { backendDescriptors } from '../../backends/registry.ts'
import { createCredentials } from '../../credentials/credentials.ts'
import type { Mounts } from '../mounts.ts'
import { createMounts } from '../opening/create-mounts.ts'

const { signal } = new AbortController()
let base: string
let config: string
let mounts: Mounts | undefined

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'portolan-written-')))
  config = join(base, 'config')
  await mkdir(join(base, 'team'), { recursive: true })
  await mkdir(config)
})
afterEach(async () => {
  await mounts?.close()
  mounts = undefined
  await rm(base, { recursive: true })
})

async function open(text: string, env: Readonly<Record<string, string>> = {}): Promise<MountList> {
  await writeFile(join(config, 'mounts.yaml'), text)
  mounts = await createMounts({
    configFolder: config,
    env: { BASE: base, ...env },
    builtIn: [],
    hidden: [],
    descriptors: backendDescriptors,
    backendDeps: {},
    credentials: createCredentials({ configFolder: config, env: {} }),
  })
  return mounts.list()
}

const namesOf = ({ mounts: all }: MountList) => all.map(({ name }) => name)
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => failureOf(error),
  )

describe('included files', () => {
  it('appear in the list where they are included, and can include others', async () => {
    await writeFile(join(base, 'team', 'all.yaml'), '- { name: b, type: memory }\n- include: more.yaml\n')
    await writeFile(join(base, 'team', 'more.yaml'), 'mounts:\n  - { name: c, type: local, path: "${BASE}/team" }\n')
    const list = await open('- { name: a, type: memory }\n- include: ../team/all.yaml\n- { name: d, type: memory }\n')
    expect(list.problems).toEqual([])
    expect(namesOf(list)).toEqual(['a', 'b', 'c', 'd'])
    expect((await mounts!.open('c', { signal })).backend.localPath?.localPath('x')).toBe(join(base, 'team', 'x'))
  })

  it('can be several in one entry, with environment variables', async () => {
    await writeFile(join(base, 'team', 'one.yaml'), '- { name: one, type: memory }')
    await writeFile(join(base, 'team', 'two.json'), '[{ "name": "two", "type": "memory" }]')
    expect(namesOf(await open('- include: ["${BASE}/team/one.yaml", "${BASE}/team/two.json"]'))).toEqual(['one', 'two'])
  })

  it('are a problem of their entry if they do not exist or include themselves', async () => {
    await writeFile(join(base, 'team', 'loop.yaml'), '- { name: x, type: memory }\n- include: loop.yaml\n')
    const list = await open('- { name: a, type: memory }\n- include: gone.yaml\n- include: ../team/loop.yaml\n')
    expect(namesOf(list)).toEqual(['a', 'x'])
    expect(list.problems).toEqual([
      {
        file: join(config, 'mounts.yaml'),
        line: 2,
        message: `The included file ${join(config, 'gone.yaml')} does not exist.`,
      },
      {
        file: join(base, 'team', 'loop.yaml'),
        line: 2,
        message: 'The included file loop.yaml includes this file again.',
      },
    ])
  })

  it('report their problems with their own lines', async () => {
    await writeFile(join(base, 'team', 'bad.yaml'), '\n\n- { name: odd, type: floppy }\n')
    const { problems } = await open('- include: ../team/bad.yaml\n')
    expect(problems).toMatchObject([{ name: 'odd', file: join(base, 'team', 'bad.yaml'), line: 3 }])
  })

  it('are never changed, and failures name the file of the mount', async () => {
    const path = join(base, 'team', 'all.yaml')
    await writeFile(path, '- { name: b, type: memory }\n')
    await open('- include: ../team/all.yaml\n')
    const update = await refusal(mounts!.update('b', { config: { label: 'B' } }, { signal }))
    expect(update).toMatchObject({ kind: 'denied', message: expect.stringContaining(`is defined in ${path}`) })
    expect(await refusal(mounts!.remove('b', { signal }))).toMatchObject({ kind: 'denied' })
    expect(await readFile(path, 'utf8')).toBe('- { name: b, type: memory }\n')
    expect((await mounts!.duplicate('b', 'mine', { signal })).name).toBe('mine')
  })

  it('are read again when they change', async () => {
    const path = join(base, 'team', 'all.yaml')
    await writeFile(path, '- { name: b, type: memory }\n')
    await open('- include: ../team/all.yaml\n')
    await writeFile(path, '- { name: b2, type: memory }\n')
    for await (const list of mounts!.changes({ signal: AbortSignal.timeout(5000) })) {
      if (namesOf(list).includes('b2')) break
    }
    expect(namesOf(mounts!.list())).toEqual(['b2'])
  })
})

describe('a mount from the environment', () => {
  it('has a type or provider, with one variable for each key', async () => {
    const env = {
      STORAGE_PROVIDER: 'minio',
      STORAGE_BUCKET: 'reports',
      STORAGE_ENDPOINT: 'http://127.0.0.1:9000',
      STORAGE_ACCESS_KEY_ID: 'me',
      STORAGE_SECRET_ACCESS_KEY: 'hunter22',
      STORAGE_PATH_STYLE: 'true',
    }
    const list = await open('- { name: a, type: memory }', env)
    expect(list.problems).toEqual([])
    expect(list.mounts).toMatchObject([
      { name: 'storage', type: 's3' },
      { name: 'a', type: 'memory' },
    ])
    expect(JSON.stringify(list)).not.toContain('hunter22')
  })

  it('can be defined by a URL, with a name of its own', async () => {
    const env = { STORAGE_URI: 's3://KEY:secret22@reports/2026?region=eu-west-1', STORAGE_NAME: 'cloud' }
    const list = await open('', env)
    expect(list.problems).toEqual([])
    expect(list.mounts).toMatchObject([{ name: 'cloud', type: 's3' }])
    expect(await mounts!.describe('cloud', { signal })).toMatchObject({
      config: { bucket: 'reports', prefix: '2026', region: 'eu-west-1' },
    })
  })

  it('reports what is wrong with it, and never affects the others', async () => {
    const list = await open('- { name: a, type: memory }\n- { name: storage, type: memory }', {
      STORAGE_PROVIDER: 'local',
      STORAGE_PATH: 'relative',
    })
    expect(namesOf(list)).toEqual(['a', 'storage'])
    expect(list.problems).toMatchObject([{ name: 'storage', file: 'the environment (STORAGE_…)' }])
  })

  it('can be changed only in the environment', async () => {
    await open('', { STORAGE_PROVIDER: 'local', STORAGE_PATH: base })
    const failure = await refusal(mounts!.remove('storage', { signal }))
    expect(failure).toMatchObject({ kind: 'denied', message: expect.stringContaining('the environment') })
  })
})
