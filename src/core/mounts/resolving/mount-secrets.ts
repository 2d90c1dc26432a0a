/** Reads and removes the secrets of mounts, in all places. */
import { type MountConfig, type SecretPlace, secretPlaceSchema } from '../../../contract/api/mounts.ts'
import { StorageError } from '../../../contract/failure.ts'
import type { Waits } from '../../backends/backend.ts'
import type { Credentials } from '../../credentials/credentials.ts'
import type { Secrets } from '../../credentials/secrets.ts'
import { mountFailure } from '../opening/mount-failure.ts'
import { said } from '../../../contract/sentences/said.ts'

/** The keys that tell where the secrets of a mount are. */
export type SecretReference = Pick<MountConfig, 'name' | 'secret' | 'secretId'>

/** Returns the key under which a mount's secrets are stored. */
export function accountOf({ name, secretId }: SecretReference): string {
  return secretId ?? name
}

/**
 * Returns the secrets kept outside the file. Secrets given for this session take precedence. If they can't be read, the
 * failure tells what to do.
 */
export async function keptSecrets(mount: SecretReference, credentials: Credentials, options: Waits): Promise<Secrets> {
  const account = accountOf(mount)
  const given = await credentials.in.session.get(account, options)
  if (given || mount.secret === undefined) return given ?? {}
  const kept = await naming(mount.name, () => credentials.in[mount.secret ?? 'session'].get(account, options))
  if (kept) return kept
  throw mountFailure('sign-in', said(codesOfMissing[mount.secret], { mount: mount.name }), 'secrets')
}

const codesOfMissing = {
  keychain: 'secrets.not-in-keychain',
  file: 'secrets.not-in-file',
  session: 'secrets.session-ended',
} as const

/** Removes all secrets of an account, including those given for this session. */
export async function removeSecrets(mount: SecretReference, credentials: Credentials, options: Waits): Promise<void> {
  const places = new Set<SecretPlace>([
    'session',
    ...secretPlaceSchema.options.filter((place) => place === mount.secret),
  ])
  for (const place of places) await credentials.in[place].remove(accountOf(mount), options)
}

/** Adds the mount's name to failures, because the places do not know it. */
async function naming<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    const why = said('secrets.unavailable', { mount: name, why: error.failure.message })
    throw new StorageError({ ...error.failure, ...why }, { cause: error })
  }
}
