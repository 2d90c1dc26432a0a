import { said } from '../../contract/sentences/said.ts'
import { randomBytes } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Waits } from '../backends/backend.ts'
import { askKeychain } from './ask-keychain.ts'
import type { KeychainAnswer, KeychainTask } from './keychain-task.ts'
import { parseSecrets, type SecretStore, secretsFailure } from './secrets.ts'

export interface Keychain extends SecretStore {
  /** Writes, reads and removes a small test entry. A missing or locked keychain shows only on use. */
  probe(options: Waits): Promise<KeychainState>
}
export type KeychainState =
  { readonly state: 'ready' } | { readonly state: 'locked' | 'absent'; readonly message: string }

export interface KeychainDeps {
  /** Tells where the keychain is; on Linux, the address of D-Bus. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** How long the user may take to unlock it. */
  readonly limitMs?: number
}

const standardLimitMs = 60_000

export function createKeychain({ env, limitMs = standardLimitMs }: KeychainDeps): Keychain {
  async function ask(task: KeychainTask, { signal }: Waits): Promise<string | undefined> {
    const answer: KeychainAnswer = await askKeychain(task, { signal, limitMs, env })
    if ('error' in answer) throw keychainFailure(answer.error)
    return answer.text
  }

  async function get(account: string, options: Waits) {
    const text = await ask({ kind: 'get', account }, options)
    if (text === undefined) return undefined
    try {
      return parseSecrets(text)
    } catch {
      throw secretsFailure('corrupt', said('keychain.not-ours', { account }))
    }
  }

  return {
    get,
    async set(account, secrets, options) {
      await ask({ kind: 'set', account, text: JSON.stringify(secrets) }, options)
      if (isDeepStrictEqual(await get(account, options), { ...secrets })) return
      throw secretsFailure('corrupt', said('keychain.lost'))
    },
    async remove(account, options) {
      await ask({ kind: 'remove', account }, options)
    },
    async probe(options) {
      const account = `probe-${randomBytes(6).toString('hex')}`
      try {
        await this.set(account, { probe: account }, options)
        await this.remove(account, options)
        return { state: 'ready' }
      } catch (error) {
        options.signal.throwIfAborted()
        const { message, cause } = error as Error
        return { state: isLocked(cause) ? 'locked' : 'absent', message }
      }
    },
  }
}

function isLocked(cause: unknown): boolean {
  return /dismissed|locked|no answer|interaction|denied|cancel/i.test(cause instanceof Error ? cause.message : '')
}

/** The keychain's message is used only as the cause, because it may quote the secret. */
function keychainFailure(answer: string) {
  const cause = new Error(answer)
  if (/no answer/.test(answer)) return secretsFailure('sign-in', said('keychain.silent'), cause)
  if (isLocked(cause)) return secretsFailure('sign-in', said('keychain.locked'), cause)
  if (/too long|TooLong|longer than/i.test(answer)) {
    return secretsFailure('too-large', said('keychain.too-long'))
  }
  return secretsFailure('sign-in', said('keychain.absent'), cause)
}
