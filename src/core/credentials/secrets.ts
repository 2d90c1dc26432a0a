/**
 * Where the secrets of mounts live. All secrets of one mount lie together under one account, in the system's keychain, in
 * an encrypted file, or in the memory of this process. What is read here goes to backends and nowhere else.
 */
import { type Said } from '../../contract/sentences/said.ts'
import { type FailureKind, StorageError } from '../../contract/failure.ts'
import type { Waits } from '../backends/backend.ts'

/** The secret keys of one mount with their values. */
export type Secrets = Readonly<Record<string, string>>

/** Accounts with secrets. Failures say what to do: `sign-in` where the store is absent, locked or refuses. */
export interface SecretStore {
  /** Undefined where there are none. */
  get(account: string, options: Waits): Promise<Secrets | undefined>
  /** Proves that they can be read back before it returns. */
  set(account: string, secrets: Secrets, options: Waits): Promise<void>
  /** No failure where there are none. */
  remove(account: string, options: Waits): Promise<void>
}

export function secretsFailure(kind: FailureKind, why: Said, cause?: unknown): StorageError {
  return new StorageError({ kind, ...why, operation: 'credentials' }, { cause })
}

/** Throws on text that some other program may have put there. */
export function parseSecrets(text: string): Secrets {
  const value: unknown = JSON.parse(text)
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!isRecord || !Object.values(value).every((secret) => typeof secret === 'string')) throw new Error('not ours')
  return value as Secrets
}

/** For this process only. */
export function createSessionStore(): SecretStore & { clear(): void } {
  const accounts = new Map<string, Secrets>()
  return {
    get: async (account) => accounts.get(account),
    async set(account, secrets) {
      accounts.set(account, secrets)
    },
    async remove(account) {
      accounts.delete(account)
    },
    clear: () => accounts.clear(),
  }
}
