import { failureOf } from '../../contract/failure.ts'
import type { Waits } from '../backends/backend.ts'
import { createKeychain, type KeychainState } from './keychain.ts'
import { createSecretFile, type SecretFile } from './secret-file.ts'
import { createSessionStore, type SecretStore } from './secrets.ts'

/** The places for secrets outside the mounts file. */
export type SecretPlace = 'keychain' | 'file' | 'session'

/** One interface for all places for secrets. */
export interface Credentials {
  readonly in: Readonly<Record<SecretPlace, SecretStore>>
  /** Takes the master password of the file for this process. */
  unlock(masterPassword: string): Promise<void>
  /** Forgets the master password and the secrets of this session. */
  lock(): void
  /** Checks which places can be used now. */
  state(options: Waits): Promise<CredentialsState>
}

export interface CredentialsState {
  readonly keychain: KeychainState
  readonly file: { readonly state: 'none' | 'locked' | 'unlocked' | 'damaged'; readonly message?: string }
}

export interface CredentialsDeps {
  readonly configFolder: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Asks the user for the master password; absent if no user can be asked. */
  readonly askMasterPassword?: (file: 'new' | 'locked') => Promise<string | undefined>
  readonly keychainLimitMs?: number
}

/** Opens nothing: the keychain or password is only needed for the first secret. */
export function createCredentials(deps: CredentialsDeps): Credentials {
  const { env, configFolder, keychainLimitMs } = deps
  const keychain = createKeychain({ env, ...(keychainLimitMs !== undefined && { limitMs: keychainLimitMs }) })
  const session = createSessionStore()
  const file = createSecretFile({
    folder: configFolder,
    askPassword: async (state) => env['PORTOLAN_MASTER_PASSWORD'] ?? deps.askMasterPassword?.(state),
  })
  return {
    in: { keychain, file, session },
    unlock: (password) => file.unlock(password),
    lock() {
      file.lock()
      session.clear()
    },
    state: async (options) => ({ keychain: await keychain.probe(options), file: await fileState(file) }),
  }
}

async function fileState(file: SecretFile): Promise<CredentialsState['file']> {
  try {
    return { state: await file.state() }
  } catch (error) {
    return { state: 'damaged', message: failureOf(error).message }
  }
}
