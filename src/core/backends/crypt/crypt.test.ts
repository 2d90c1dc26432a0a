import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failureOf } from '../../../contract/failure.ts'
import { collectBytes } from '../../../lib/flow/byte-stream.ts'
import type { Backend } from '../backend.ts'
import { localDescriptor } from '../local/index.ts'
import { createMemoryBackend } from '../memory/index.ts'
import {
  describeWithClient,
  expectHere,
  expectThrough,
  filesToStore,
  runClient,
  storeHere,
  storeThrough,
} from '../other-clients.test-support.ts'
import { revealRclone } from '../adding/rclone-obscure.ts'
import { encryptedSize, plainSize } from './cipher/bytes.ts'
import { keysOf } from './cipher/keys.ts'
import { namesOf } from './cipher/names.ts'
import { type CryptConfig, cryptConfigSchema } from './config.ts'
import { cryptDescriptor } from './index.ts'
import { recogniseCrypt } from './paste.ts'

const { signal } = new AbortController()
const password = 'correct horse'
const configOf = (more: object = {}) => cryptConfigSchema.parse({ remote: 'below:', password, ...more })
const open = (below: Backend, config: CryptConfig = configOf()) =>
  cryptDescriptor.open(config, { openMount: async () => below }, { signal })
const body = (bytes: Uint8Array) => new Blob([Uint8Array.from(bytes)]).stream()
const failureOpening = (below: Backend, config: CryptConfig) =>
  open(below, config).then(
    () => undefined,
    (error: unknown) => failureOf(error),
  )

async function rawNames(below: Backend): Promise<string[]> {
  const names: string[] = []
  const decoder = new TextDecoder()
  for await (const page of below.list('', { signal })) names.push(decoder.decode(page.names))
  return names
}

describe('an encrypted file', () => {
  it('has a size that is computed from its encrypted size', () => {
    for (const size of [0, 1, 65_535, 65_536, 65_537, 131_072, 10_000_000])
      expect(plainSize(encryptedSize(size))).toBe(size)
    for (const size of [0, 31, 33, 48, 32 + 65_552 + 16]) expect(plainSize(size)).toBeUndefined()
  })

  it('is read in any range', async () => {
    const bytes = randomBytes(3 * 65_536 + 100)
    const crypt = await open(createMemoryBackend())
    await crypt.write('a', body(bytes), { ifExists: 'fail', signal })
    for (const [offset, length] of [
      [0, 10],
      [65_530, 12],
      [65_536, 65_536],
      [196_608, 500],
      [70_000, undefined],
      [0, undefined],
      [bytes.length, 5],
      [400_000, 1],
      [5, 0],
    ] as const) {
      const read = await crypt.read('a', { offset, ...(length !== undefined && { length }), signal })
      const expected = bytes.subarray(offset, length === undefined ? undefined : offset + length)
      expect(Buffer.from(await collectBytes(read, signal)).equals(expected), `${offset} ${length}`).toBe(true)
    }
  })

  it('is `corrupt` if it was altered, and is encrypted differently each time', async () => {
    const below = createMemoryBackend()
    const crypt = await open(below)
    await crypt.write('a', body(Buffer.from('hello')), { ifExists: 'fail', signal })
    const [name = ''] = await rawNames(below)
    const raw = await collectBytes(await below.read(name, { signal }), signal)
    expect(Buffer.from(raw).includes('hello')).toBe(false)
    const changed = Uint8Array.from(raw)
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
    await below.write(name, body(changed), { ifExists: 'replace', signal })
    const reading = crypt.read('a', { signal }).then((bytes) => collectBytes(bytes, signal))
    await expect(reading).rejects.toMatchObject({ failure: { kind: 'corrupt' } })
  })
})

describe('a wrong password', () => {
  it('is detected when the mount is opened, by names or by bytes', async () => {
    for (const more of [{}, { filenameEncryption: 'off' }, { filenameEncryption: 'obfuscate' }]) {
      const below = createMemoryBackend()
      const crypt = await open(below, configOf(more))
      await crypt.write('a.txt', body(Buffer.from('hello')), { ifExists: 'fail', signal })
      expect((await failureOpening(below, configOf({ ...more, password: 'wrong' })))?.kind).toBe('sign-in')
      expect(await failureOpening(below, configOf(more))).toBeUndefined()
    }
  })

  it('hides the names that it cannot decrypt, and reports how many', async () => {
    const below = createMemoryBackend()
    await (await open(below)).makeFolder('mine', { signal })
    await below.makeFolder('no encrypted name', { signal })
    const crypt = await open(below)
    expect(crypt.capabilities.notice).toContain('1 name')
    expect(await rawNames(crypt)).toEqual(['mine'])
  })
})

it('names the plain path in failures', async () => {
  const crypt = await open(createMemoryBackend())
  await expect(crypt.stat('plain.txt', { signal })).rejects.toThrow('plain.txt')
})

it('decrypts names that rclone treats specially', async () => {
  const keys = await keysOf(password, 'salt')
  for (const more of [
    {},
    { filenameEncryption: 'obfuscate' },
    { filenameEncryption: 'off' },
    { filenameEncoding: 'base64' },
  ]) {
    const names = namesOf(configOf(more), keys)
    for (const name of [
      'a',
      'a.tar.gz',
      'ü☃🧭!!9zZ',
      'b-v2001-02-03-040506-789.txt',
      'x'.repeat(143),
      '\u00ff\u0101',
    ]) {
      expect(names.above(names.fileBelow(name), false)).toBe(name)
      expect(names.above(names.folderBelow(name), true)).toBe(name)
    }
  }
})

it('imports a section of rclone’s configuration with the revealed passwords', async () => {
  const obscured = 'YmJiYmJiYmJiYmJiYmJiYp3gcEWbAw'
  const text = `[secret]\ntype = crypt\nremote = cloud:folder\npassword = ${obscured}\ndirectory_name_encryption = false\n`
  expect(recogniseCrypt(text)).toEqual([
    {
      name: 'secret',
      config: { remote: 'cloud:folder', directoryNameEncryption: false },
      secrets: { password: revealRclone(obscured) },
    },
  ])
})

describeWithClient('rclone', () => {
  let base: string
  let below: Backend
  beforeEach(async () => {
    base = mkdtempSync(join(tmpdir(), 'portolan-crypt-'))
    mkdirSync(join(base, 'raw'))
    below = await localDescriptor.open({ path: join(base, 'raw') }, {}, { signal })
  })
  afterEach(async () => {
    await below.close()
    rmSync(base, { recursive: true })
  })

  const cases = {
    'with encrypted names': [{}, {}],
    'with a salt': [{ password2: 'pepper' }, {}],
    'with turned names and plain folders': [
      { filenameEncryption: 'obfuscate', directoryNameEncryption: false },
      { FILENAME_ENCRYPTION: 'obfuscate', DIRECTORY_NAME_ENCRYPTION: 'false' },
    ],
    'with plain names': [{ filenameEncryption: 'off' }, { FILENAME_ENCRYPTION: 'off' }],
    'with names in base64': [{ filenameEncoding: 'base64' }, { FILENAME_ENCODING: 'base64' }],
  } as const satisfies Record<string, readonly [object, object]>

  it.each(Object.entries(cases))(
    'agree on names and bytes in both directions, %s',
    { timeout: 60_000 },
    async (_, [more, theirs]) => {
      const config = configOf(more)
      const obscure = async (text: string) => (await runClient('rclone', ['obscure', text])).toString().trim()
      const env = {
        RCLONE_CONFIG: join(base, 'none'),
        RCLONE_CONFIG_C_TYPE: 'crypt',
        RCLONE_CONFIG_C_REMOTE: join(base, 'raw'),
        RCLONE_CONFIG_C_PASSWORD: await obscure(password),
        ...(config.password2 !== undefined && { RCLONE_CONFIG_C_PASSWORD2: await obscure(config.password2) }),
        ...Object.fromEntries(
          Object.entries(theirs).map(([key, value]) => [`RCLONE_CONFIG_C_${key}`, value as string]),
        ),
      }
      expect.hasAssertions()
      const files = filesToStore()
      await storeThrough(await open(below, config), files)
      if (config.filenameEncryption === 'standard') expect(readdirSync(join(base, 'raw')).join()).not.toContain('plain')
      await runClient('rclone', ['copy', 'C:', join(base, 'theirs')], env)
      expectHere(join(base, 'theirs'), files)
      rmSync(join(base, 'raw'), { recursive: true })
      mkdirSync(join(base, 'raw'))
      await runClient('rclone', ['copy', storeHere(join(base, 'here'), files), 'C:'], env)
      await expectThrough(await open(below, config), files)
    },
  )
})
