import { rm } from 'node:fs/promises'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { failureOf } from '../../contract/failure.ts'
import { createKeychain } from './keychain.ts'
import { type Keyring, makeKeyringHome, startKeyring, whyNoKeyring } from './keyring.test-support.ts'

const { signal } = new AbortController()
const secrets = { secretAccessKey: 'geheim-ü-1', sessionToken: 'x'.repeat(3000) }
const isCi = Boolean(process.env['CI']) && process.env['CI'] !== 'false'
const problem = await whyNoKeyring()

it.skipIf(!isCi || process.platform !== 'linux')('can be tested in continuous integration', () => {
  expect(problem).toBeUndefined()
})

describe.skipIf(problem !== undefined)('the keychain, with gnome-keyring', async () => {
  const home = problem === undefined ? await makeKeyringHome() : ''
  let keyring: Keyring | undefined
  afterEach(async () => {
    await keyring?.stop()
    keyring = undefined
  })
  afterAll(() => rm(home, { recursive: true, force: true }))

  async function keychainIn(state: 'unlocked' | 'locked' | 'waiting', limitMs = 20_000) {
    keyring = await startKeyring(home, state)
    return createKeychain({ env: keyring.env, limitMs })
  }

  it('keeps the secrets of an account together, and reports whether it is usable', async () => {
    const keychain = await keychainIn('unlocked')
    expect(await keychain.probe({ signal })).toEqual({ state: 'ready' })
    expect(await keychain.get('one', { signal })).toBeUndefined()
    await keychain.set('one', secrets, { signal })
    await keychain.set('two', { password: 'other' }, { signal })
    expect(await keychain.get('one', { signal })).toEqual(secrets)
    await keychain.remove('two', { signal })
    await keychain.remove('two', { signal })
    expect(await keychain.get('two', { signal })).toBeUndefined()
  })

  it('reports what to do when it is locked', async () => {
    const keychain = await keychainIn('locked')
    const failure = failureOf(await keychain.get('one', { signal }).catch((error: unknown) => error))
    expect(failure).toMatchObject({ kind: 'sign-in', code: 'keychain.locked' })
    const refused = await keychain.set('three', secrets, { signal }).catch((error: unknown) => error)
    expect(failureOf(refused).kind).toBe('sign-in')
    expect(await keychain.probe({ signal })).toMatchObject({ state: 'locked' })
  })

  it('times out if nobody answers its prompt, and ends at once when aborted', async () => {
    const keychain = await keychainIn('waiting', 800)
    const failure = failureOf(await keychain.get('one', { signal }).catch((error: unknown) => error))
    expect(failure).toMatchObject({ kind: 'sign-in', message: expect.stringContaining('does not answer') })
    const leaving = AbortSignal.timeout(100)
    const left = await keychain.get('one', { signal: leaving }).catch((error: unknown) => error)
    expect(left).toBe(leaving.reason)
  })

  it('keeps secrets for the next session', async () => {
    const keychain = await keychainIn('unlocked')
    expect(await keychain.get('one', { signal })).toEqual(secrets)
  })
})

describe.skipIf(process.platform !== 'linux')('without D-Bus', () => {
  it('the keychain is absent, and the failure names the alternatives', async () => {
    const keychain = createKeychain({ env: { PATH: process.env['PATH'], XDG_RUNTIME_DIR: '/nowhere' } })
    const failure = failureOf(await keychain.set('one', secrets, { signal }).catch((error: unknown) => error))
    expect(failure.kind).toBe('sign-in')
    expect(failure.message).toContain('encrypted file')
    expect(JSON.stringify(failure)).not.toContain('geheim')
    expect(await keychain.probe({ signal })).toMatchObject({ state: 'absent' })
  })
})
