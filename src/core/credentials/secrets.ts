/**
 * Storage for the secrets of mounts. All secrets of one mount are stored together under one account: in the system's
 * keychain, in an encrypted file, or in the memory of this process. Secrets read here are passed only to backends.
 */
import { type Said } from '../../contract/sentences/said.ts'
import { type FailureKind, StorageError } from '../../contract/failure.ts'
import type { Waits } from '../backends/backend.ts'

/** The secret keys of one mount with their values. */
export type Secrets = Readonly<Record<string, string>>

/**
 * A store of accounts with secrets. Failures tell the user what to do: `sign-in` if the store is absent, locked or
 * refuses.
 */
export interface SecretStore {
  /** Undefined if the account has no secrets. */
  get(account: string, options: Waits): Promise<Secrets | undefined>
  /** Verifies that the secrets can be read back before it returns. */
  set(account: string, secrets: Secrets, options: Waits): Promise<void>
  /** An account without secrets is not a failure. */
  remove(account: string, options: Waits): Promise<void>
}

export function secretsFailure(kind: FailureKind, why: Said, cause?: unknown): StorageError {
  return new StorageError({ kind, ...why, operation: 'credentials' }, { cause })
}

/** Throws if another program may have written the text. */
export function parseSecrets(text: string): Secrets {
  const value: unknown = JSON.parse(text)
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!isRecord || !Object.values(value).every((secret) => typeof secret === 'string')) throw new Error('not ours')
  return value as Secrets
}

/** Keeps secrets for this process only. */
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
