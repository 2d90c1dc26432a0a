import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failureOf } from '../../contract/failure.ts'
import { createSecretFile } from './secret-file.ts'
import writer from './secret-file-writer.test-support.ts?modulePath'

const { signal } = new AbortController()
let folder: string
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'portolan-secrets-'))))
afterEach(() => rm(folder, { recursive: true }))

const open = (password?: string) => createSecretFile({ folder, askPassword: async () => password })
const path = () => join(folder, 'secrets.json')
const caught = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => failureOf(error),
  )

describe('the encrypted file', () => {
  it('returns stored secrets, to the next process too, and reveals nothing in the file', async () => {
    const file = open('open sesame')
    expect(await file.state()).toBe('none')
    await file.set('one', { password: 'geheim' }, { signal })
    await file.set('two', { passphrase: 'auch' }, { signal })
    expect(await open('open sesame').get('one', { signal })).toEqual({ password: 'geheim' })
    const text = await readFile(path(), 'utf8')
    expect(text).not.toMatch(/geheim|auch|sesame|one/)
    if (process.platform !== 'win32') expect((await stat(path())).mode & 0o777).toBe(0o600)
    await file.remove('one', { signal })
    await file.remove('one', { signal })
    expect(await open('open sesame').get('one', { signal })).toBeUndefined()
    expect(await readdir(folder)).toEqual(['secrets.json'])
  })

  it('accepts the same password in any Unicode form', async () => {
    await open('schön').set('one', { password: 'x' }, { signal })
    expect(await open('scho\u0308n').get('one', { signal })).toEqual({ password: 'x' })
  })

  it('refuses a wrong password and loses nothing', async () => {
    await open('right').set('one', { password: 'x' }, { signal })
    const before = await readFile(path(), 'utf8')
    const wrong = open('wrong')
    expect(await caught(wrong.get('one', { signal }))).toMatchObject({ kind: 'sign-in' })
    expect(await caught(wrong.set('one', { password: 'y' }, { signal }))).toMatchObject({ kind: 'sign-in' })
    expect(await caught(wrong.unlock('also wrong'))).toMatchObject({ kind: 'sign-in' })
    expect(await wrong.state()).toBe('locked')
    expect(await readFile(path(), 'utf8')).toBe(before)
    await wrong.unlock('right')
    expect(await wrong.state()).toBe('unlocked')
    expect(await wrong.get('one', { signal })).toEqual({ password: 'x' })
    wrong.lock()
    expect(await wrong.state()).toBe('locked')
  })

  it('requires the password if nobody can be asked', async () => {
    expect(await caught(open().set('one', { password: 'x' }, { signal }))).toMatchObject({ kind: 'sign-in' })
    await open('right').set('one', { password: 'x' }, { signal })
    const failure = await caught(open().get('one', { signal }))
    expect(failure).toMatchObject({ kind: 'sign-in', message: expect.stringContaining('master password') })
    expect(await readdir(folder)).toEqual(['secrets.json'])
  })

  it('detects every change to the file, and leaves it as it is', async () => {
    await open('right').set('one', { password: 'x' }, { signal })
    const sealed = JSON.parse(await readFile(path(), 'utf8')) as Record<string, string>
    for (const key of ['data', 'tag', 'iv']) {
      const bytes = Buffer.from(sealed[key] ?? '', 'base64')
      bytes[0] = (bytes[0] ?? 0) ^ 1
      const text = JSON.stringify({ ...sealed, [key]: bytes.toString('base64') })
      await writeFile(path(), text)
      expect(await caught(open('right').get('one', { signal }))).toMatchObject({ kind: 'corrupt' })
      expect(await caught(open('right').set('two', {}, { signal }))).toMatchObject({ kind: 'corrupt' })
      expect(await readFile(path(), 'utf8')).toBe(text)
    }
    const short = Buffer.from(sealed['tag'] ?? '', 'base64').subarray(0, 4)
    await writeFile(path(), JSON.stringify({ ...sealed, tag: short.toString('base64') }))
    expect(await caught(open('right').get('one', { signal }))).toMatchObject({ kind: 'corrupt' })
    await writeFile(path(), '{"half')
    expect(await caught(open('right').get('one', { signal }))).toMatchObject({ kind: 'corrupt' })
  })

  it('loses no entry with several writing processes, and ignores the lock of a dead one', async () => {
    await open('right').unlock('right')
    await writeFile(`${path()}.lock`, `999999999 ${(await import('node:os')).hostname()} abc`)
    const names = ['a', 'b', 'c']
    const run = promisify(execFile)
    await Promise.all(names.map((name) => run(process.execPath, [writer, folder, name, '12'])))
    const file = open('right')
    for (const name of names) {
      for (let count = 0; count < 12; count += 1) {
        expect(await file.get(`${name}${count}`, { signal })).toEqual({ password: `${name}${count}` })
      }
    }
    expect(await readdir(folder)).toEqual(['secrets.json'])
  })
})
