import { failureOf } from '../../contract/failure.ts'
import type { Waits } from '../backends/backend.ts'
import { createKeychain, type KeychainState } from './keychain.ts'
import { createSecretFile, type SecretFile } from './secret-file.ts'
import { createSessionStore, type SecretStore } from './secrets.ts'

/** Where secrets can be kept outside the mounts file. */
export type SecretPlace = 'keychain' | 'file' | 'session'

/** All places for secrets, behind one door. */
export interface Credentials {
  readonly in: Readonly<Record<SecretPlace, SecretStore>>
  /** The master password of the file, for this process. */
  unlock(masterPassword: string): Promise<void>
  /** Forgets the master password and what was for this session. */
  lock(): void
  /** Looks which of them can be used now. */
  state(options: Waits): Promise<CredentialsState>
}

export interface CredentialsState {
  readonly keychain: KeychainState
  readonly file: { readonly state: 'none' | 'locked' | 'unlocked' | 'damaged'; readonly message?: string }
}

export interface CredentialsDeps {
  readonly configFolder: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Asks a person for the master password; absent where nobody can be asked from here. */
  readonly askMasterPassword?: (file: 'new' | 'locked') => Promise<string | undefined>
  readonly keychainLimitMs?: number
}

/** Opens nothing: a keychain or password is asked for when the first secret is needed. */
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
