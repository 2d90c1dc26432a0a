import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failureOf } from '../../../contract/failure.ts'
import { memoryDescriptor } from '../../backends/memory/index.ts'
import { asListed, type BackendDescriptor } from '../../backends/descriptor.ts'
import { backendDescriptors } from '../../backends/registry.ts'
import { createCredentials } from '../../credentials/credentials.ts'
import { makeKeyringHome, startKeyring, whyNoKeyring } from '../../credentials/keyring.test-support.ts'
import { createMounts } from '../opening/create-mounts.ts'
import type { Mounts } from '../mounts.ts'

const { signal } = new AbortController()
const secret = 'very-secret-1'
let folder: string
let mounts: Mounts
let opened: unknown[]

/** A memory backend that needs secrets as S3 does, and exposes the config it was opened with. */
const vault: BackendDescriptor<Record<string, unknown>> = {
  ...memoryDescriptor,
  type: 'vault',
  config: {
    parse(value) {
      const keys = value as Record<string, unknown>
      if ('user' in keys !== 'password' in keys) {
        throw Object.assign(new Error('go together'), {
          issues: [{ path: [], message: 'user and password go together' }],
        })
      }
      return keys
    },
  },
  secretKeys: ['password', 'token'],
  open(config, deps, options) {
    opened.push(config)
    return memoryDescriptor.open({}, deps, options)
  },
}
const descriptors = [...backendDescriptors, asListed(vault)]
const sealed = { PORTOLAN_MASTER_PASSWORD: 'master', FROM_ENV: 'from env' }

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portolan-change-'))
  opened = []
})
afterEach(async () => {
  await mounts.close()
  await rm(folder, { recursive: true })
})

async function start(text?: string, env: Record<string, string> = sealed) {
  if (text !== undefined) await writeFile(join(folder, 'mounts.yaml'), text)
  mounts = await createMounts({
    configFolder: folder,
    env,
    builtIn: [],
    hidden: [],
    descriptors,
    backendDeps: {},
    credentials: createCredentials({ configFolder: folder, env, keychainLimitMs: 5000 }),
  })
}

async function restart(env: Record<string, string> = sealed) {
  await mounts.close()
  await start(undefined, env)
}

const file = () => readFile(join(folder, 'mounts.yaml'), 'utf8')
const vaultConfig = { name: 'v', type: 'vault', user: 'ann' }
const caught = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return error === undefined ? undefined : failureOf(error)
}

describe('a mount with secrets', () => {
  it('stores them in the chosen place, and opens with them, even after a restart', async () => {
    await start()
    const info = await mounts.add({ config: vaultConfig, secrets: { password: secret }, keep: 'file' }, { signal })
    expect(info).toMatchObject({ name: 'v', secrets: 'file' })
    expect(await file()).toMatch(/^- name: v\n {2}type: vault\n {2}user: ann\n {2}secret: file\n {2}secretId: v-\w+\n$/)
    await restart()
    await mounts.open('v', { signal })
    expect(opened).toEqual([{ user: 'ann', password: secret }])
    const detail = await mounts.describe('v', { signal })
    expect(detail).toMatchObject({ keep: 'file', secrets: [{ key: 'password', place: 'file' }], config: vaultConfig })
    expect(JSON.stringify([detail, mounts.list()])).not.toContain(secret)
  })

  it('is not added if they cannot be stored, and never in plain text unless requested', async () => {
    await start(undefined, {})
    const failure = await caught(mounts.add({ config: { ...vaultConfig, password: secret } }, { signal }))
    expect(failure).toMatchObject({ kind: 'sign-in' })
    expect(
      await caught(mounts.add({ config: vaultConfig, secrets: { password: secret }, keep: 'file' }, { signal })),
    ).toMatchObject({
      kind: 'sign-in',
    })
    expect(await readdir(folder)).toEqual([])
    await mounts.add({ config: vaultConfig, secrets: { password: secret }, keep: 'inline' }, { signal })
    expect(await file()).toContain(secret)
    expect(mounts.list().mounts[0]?.secrets).toBe('inline')
  })

  it('can have them for one session only, and reports that in the next', async () => {
    await start(undefined, {})
    await mounts.add({ config: vaultConfig, secrets: { password: secret }, keep: 'session' }, { signal })
    await mounts.open('v', { signal })
    await restart({})
    expect(await caught(mounts.open('v', { signal }))).toMatchObject({
      kind: 'sign-in',
      message: expect.stringContaining('one session only'),
    })
    await mounts.giveSecrets('v', { password: secret }, { signal })
    await mounts.open('v', { signal })
    expect(opened).toHaveLength(2)
    expect(await caught(mounts.giveSecrets('v', { pin: '1' }, { signal }))).toMatchObject({ kind: 'bad-input' })
  })

  it('reports why they are unavailable, and accepts them for this session', async () => {
    await start()
    await mounts.add({ config: vaultConfig, secrets: { password: secret }, keep: 'file' }, { signal })
    await restart({})
    const failure = await caught(mounts.open('v', { signal }))
    expect(failure).toMatchObject({ kind: 'sign-in', message: expect.stringContaining('master password') })
    expect(failure?.message).toContain('“v”')
    expect(await mounts.describe('v', { signal })).toMatchObject({ keep: 'file', failure: { kind: 'sign-in' } })
    await mounts.giveSecrets('v', { password: 'other' }, { signal })
    await mounts.open('v', { signal })
    expect(opened).toEqual([{ user: 'ann', password: 'other' }])
  })

  it('keeps them when it is changed or renamed, and deletes them when it is removed', async () => {
    await start('# all mine\n- name: v # a note\n  type: vault\n- { name: other, type: memory, odd: 1 }\n')
    await mounts.update(
      'v',
      { config: { user: 'ann', color: 'red' }, secrets: { password: secret }, keep: 'file' },
      { signal },
    )
    await mounts.update('v', { config: { name: 'w', label: 'W', color: null } }, { signal })
    expect(await file()).toMatch(/^# all mine\n- name: w # a note\n {2}type: vault\n {2}user: ann\n {2}secret: file\n/)
    expect(await file()).toContain('{ name: other, type: memory, odd: 1 }')
    await restart()
    await mounts.open('w', { signal })
    expect(opened).toEqual([{ user: 'ann', password: secret }])
    await mounts.update('w', { secrets: { token: 't' } }, { signal })
    await mounts.open('w', { signal })
    expect(opened[1]).toEqual({ user: 'ann', password: secret, token: 't' })
    const { secretId } = (await file()).match(/secretId: (?<secretId>\S+)/)?.groups ?? {}
    const credentials = createCredentials({ configFolder: folder, env: sealed })
    expect(await credentials.in.file.get(secretId ?? '', { signal })).toEqual({ password: secret, token: 't' })
    expect(await mounts.remove('w', { signal })).toEqual({})
    expect(await credentials.in.file.get(secretId ?? '', { signal })).toBeUndefined()
  })

  it('can be duplicated, and the copies are independent', async () => {
    await start()
    await mounts.add({ config: vaultConfig, secrets: { password: secret }, keep: 'file' }, { signal })
    expect(await mounts.duplicate('v', 'v2', { signal })).toMatchObject({ name: 'v2', secrets: 'file' })
    await mounts.remove('v', { signal })
    await mounts.open('v2', { signal })
    expect(opened).toEqual([{ user: 'ann', password: secret }])
    expect(await caught(mounts.duplicate('v2', 'v2', { signal }))).toMatchObject({ kind: 'exists' })
  })

  it('can refer to the environment, which is no secret and is kept', async () => {
    await start('- { name: v, type: vault, user: ann, password: "${FROM_ENV}" }')
    expect(mounts.list().mounts[0]).not.toHaveProperty('secrets')
    expect((await mounts.describe('v', { signal })).config).toMatchObject({ password: '${FROM_ENV}' })
    await mounts.update('v', { config: { label: 'V' } }, { signal })
    await mounts.open('v', { signal })
    expect(opened).toEqual([{ user: 'ann', password: 'from env' }])
    expect(await file()).toContain('${FROM_ENV}')
  })
})

it('changes a mount that needs the secrets in the file', async () => {
  await start(`- { name: web, type: sftp, host: build.lab, user: ann, password: ${secret} }\n`)
  expect(await mounts.update('web', { config: { port: 2222 } }, { signal })).toMatchObject({ secrets: 'inline' })
  expect(await file()).toContain('port: 2222')
  expect(await file()).toContain(`password: ${secret}`)
})

describe('moving secrets out of the file', () => {
  const inline = [
    '# who may',
    '- name: v',
    '  type: vault',
    '  # from IT, ask Bea',
    `  password: ${secret} # until March`,
    '  user: ann # me',
    '',
  ].join('\n')

  it('keeps comments, and the mount opens as before', async () => {
    await start(inline)
    expect(mounts.list().mounts[0]?.secrets).toBe('inline')
    expect(await mounts.moveSecrets('v', 'file', { signal })).toMatchObject({ secrets: 'file' })
    const text = await file()
    expect(text).not.toContain(secret)
    for (const comment of ['# who may', '# from IT, ask Bea', '# until March', '# me']) expect(text).toContain(comment)
    await restart()
    await mounts.open('v', { signal })
    expect(opened).toEqual([{ user: 'ann', password: secret }])
  })

  it('leaves the file unchanged if the new place refuses them', async () => {
    await start(inline, {})
    expect(await caught(mounts.moveSecrets('v', 'file', { signal }))).toMatchObject({ kind: 'sign-in' })
    expect(await file()).toBe(inline)
  })

  it('removes nothing from a file that changed meanwhile', async () => {
    await start(inline)
    const edited = inline.replace(secret, 'newer')
    await writeFile(join(folder, 'mounts.yaml'), edited)
    expect(await caught(mounts.moveSecrets('v', 'file', { signal }))).toMatchObject({ kind: 'changed' })
    expect(await file()).toBe(edited)
  })
})

describe('the list of mounts', () => {
  it('can be reordered, each mount with its comments, and unknown entries stay', async () => {
    await start(
      '- { name: a, type: memory }\n# b is best\n- { name: b, type: memory }\n- nonsense\n- { name: c, type: memory }\n',
    )
    await mounts.reorder(['c', 'a', 'nobody'])
    expect(mounts.list().mounts.map(({ name }) => name)).toEqual(['c', 'b', 'a'])
    expect(await file()).toBe(
      '- { name: c, type: memory }\n# b is best\n- { name: b, type: memory }\n- nonsense\n- { name: a, type: memory }\n',
    )
  })

  it('accepts concurrent changes by two programs', async () => {
    await start()
    const first = mounts
    await start()
    const second = mounts
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    await Promise.all(
      names.map((name, at) => (at % 2 ? first : second).add({ config: { name, type: 'memory' } }, { signal })),
    )
    await first.close()
    for (const name of names) expect(await file()).toContain(`name: ${name}\n`)
  })

  it('does not quote a file that it cannot parse', async () => {
    await start(`- name: v\n  password: ${secret}\n "${secret}" : [\n`)
    const { problems } = mounts.list()
    expect(problems).toHaveLength(1)
    expect(JSON.stringify(problems)).not.toContain(secret)
  })
})

describe.skipIf((await whyNoKeyring()) !== undefined)('with the system’s keychain', () => {
  it('stores secrets there by default, and reports if it is locked', async () => {
    const home = await makeKeyringHome()
    let keyring = await startKeyring(home, 'unlocked')
    await start(undefined, keyring.env)
    await mounts.add({ config: vaultConfig, secrets: { password: secret } }, { signal })
    expect(await file()).toContain('secret: keychain')
    await keyring.stop()
    keyring = await startKeyring(home, 'locked')
    await restart(keyring.env)
    const failure = await caught(mounts.open('v', { signal }))
    expect(failure).toMatchObject({ kind: 'sign-in', message: expect.stringContaining('The keychain is locked') })
    expect(await mounts.remove('v', { signal })).toMatchObject({ secretsLeft: { kind: 'sign-in' } })
    expect(mounts.list().mounts).toEqual([])
    await keyring.stop()
    keyring = await startKeyring(home, 'unlocked')
    await restart(keyring.env)
    await mounts.add({ config: { ...vaultConfig, name: 'x' }, secrets: { password: secret } }, { signal })
    await mounts.open('x', { signal })
    expect(opened).toEqual([{ user: 'ann', password: secret }])
    await keyring.stop()
    await rm(home, { recursive: true, force: true })
  })
})
