/** `secrets.json` in the settings folder: the secrets of mounts, encrypted under a master password. */
import { said } from '../../contract/sentences/said.ts'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { withFileLock } from '../files/file-lock.ts'
import { writingOwn } from '../files/own-file.ts'
import { writeInOneStep } from '../files/write-in-one-step.ts'
import { deriveKey, fits, type MasterKey, newKdf, seal, type Sealed, sealedSchema, unseal } from './sealed-text.ts'
import { parseSecrets, type Secrets, type SecretStore, secretsFailure } from './secrets.ts'

export interface SecretFile extends SecretStore {
  /** `none`: the file does not exist yet. */
  state(): Promise<'none' | 'locked' | 'unlocked'>
  /**
   * Takes the master password for this process. The first password ever creates the file. Fails with `sign-in` if it is
   * wrong.
   */
  unlock(password: string): Promise<void>
  /** Forgets the password. */
  lock(): void
}

export interface SecretFileDeps {
  readonly folder: string
  /** Called when the password is needed and unknown. Returns undefined if no user can be asked, or none answers. */
  readonly askPassword: (file: 'new' | 'locked') => Promise<string | undefined>
}

type Accounts = Readonly<Record<string, Secrets>>

export function createSecretFile({ folder, askPassword }: SecretFileDeps): SecretFile {
  const path = join(folder, 'secrets.json')
  let master: MasterKey | undefined
  let asking: Promise<MasterKey> | undefined

  /** Returns the key for a file, or for the file to be created. Concurrent callers share one question. */
  async function keyFor(sealed: Sealed | undefined): Promise<MasterKey> {
    if (master && (!sealed || fits(sealed, master))) return master
    asking ??= (async () => {
      const password = await askPassword(sealed ? 'locked' : 'new')
      if (password !== undefined) return keyFrom(password, sealed)
      throw secretsFailure('sign-in', said(sealed ? 'secret-file.locked' : 'secret-file.new'))
    })()
    try {
      return (master = await asking)
    } finally {
      asking = undefined
    }
  }

  async function change(edit: (accounts: Accounts) => Accounts): Promise<void> {
    await keyFor(await readSealed(path)) // A caller that waits for a password must not block the others.
    const editLocked = async () => {
      const sealed = await readSealed(path)
      const key = await keyFor(sealed)
      const accounts = edit(sealed ? openSealed(path, sealed, key) : {})
      await writeInOneStep(path, `${JSON.stringify(seal(JSON.stringify(accounts), key))}\n`)
    }
    await writingOwn(path, () => withFileLock(path, editLocked))
  }

  async function get(account: string): Promise<Secrets | undefined> {
    const sealed = await readSealed(path)
    if (!sealed) return undefined
    const accounts = openSealed(path, sealed, await keyFor(sealed))
    return Object.hasOwn(accounts, account) ? accounts[account] : undefined
  }

  return {
    get: (account) => get(account),
    async set(account, secrets) {
      await change((accounts) => ({ ...accounts, [account]: secrets }))
      if (isDeepStrictEqual(await get(account), { ...secrets })) return
      throw secretsFailure('corrupt', said('secret-file.lost'))
    },
    async remove(account) {
      if (!(await readSealed(path))) return
      await change((accounts) => Object.fromEntries(Object.entries(accounts).filter(([name]) => name !== account)))
    },
    async state() {
      const sealed = await readSealed(path)
      if (!sealed) return 'none'
      return master && fits(sealed, master) ? 'unlocked' : 'locked'
    },
    async unlock(password) {
      const sealed = await readSealed(path)
      const key = await keyFrom(password, sealed)
      master = key
      if (sealed) openSealed(path, sealed, key)
      else await change((accounts) => accounts)
    },
    lock() {
      master = undefined
    },
  }
}

async function readSealed(path: string): Promise<Sealed | undefined> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw secretsFailure('denied', said('secret-file.unreadable', { path }), error)
  }
  try {
    return sealedSchema.parse(JSON.parse(text))
  } catch (error) {
    throw damaged(path, error)
  }
}

function openSealed(path: string, sealed: Sealed, key: MasterKey): Accounts {
  try {
    const accounts = JSON.parse(unseal(sealed, key)) as Record<string, unknown>
    return Object.fromEntries(
      Object.entries(accounts).map(([name, secrets]) => [name, parseSecrets(JSON.stringify(secrets))]),
    )
  } catch (error) {
    throw damaged(path, error)
  }
}

/** Refuses a wrong password with `sign-in`. */
async function keyFrom(password: string, sealed: Sealed | undefined): Promise<MasterKey> {
  if (password === '') throw secretsFailure('sign-in', said('secret-file.empty-password'))
  const key = await deriveKey(password, sealed?.kdf ?? newKdf())
  if (!sealed || fits(sealed, key)) return key
  throw secretsFailure('sign-in', said('secret-file.wrong-password'))
}

function damaged(path: string, cause: unknown) {
  return secretsFailure('corrupt', said('secret-file.damaged', { path }), cause)
}
