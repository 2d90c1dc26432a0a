/** The secrets of mounts, wherever they are kept. */
import { type MountConfig, type SecretPlace, secretPlaceSchema } from '../../../contract/api/mounts.ts'
import { StorageError } from '../../../contract/failure.ts'
import type { Waits } from '../../backends/backend.ts'
import type { Credentials } from '../../credentials/credentials.ts'
import type { Secrets } from '../../credentials/secrets.ts'
import { mountFailure } from '../opening/mount-failure.ts'
import { said } from '../../../contract/sentences/said.ts'

/** What says where the secrets of a mount are. */
export type SecretReference = Pick<MountConfig, 'name' | 'secret' | 'secretId'>

/** What a mount's secrets are kept under. */
export function accountOf({ name, secretId }: SecretReference): string {
  return secretId ?? name
}

/** Those kept outside the file; given ones for this session go first. Fails with what to do where they can't be had. */
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

/** Takes all of an account's secrets away, also those given for this session. */
export async function removeSecrets(mount: SecretReference, credentials: Credentials, options: Waits): Promise<void> {
  const places = new Set<SecretPlace>([
    'session',
    ...secretPlaceSchema.options.filter((place) => place === mount.secret),
  ])
  for (const place of places) await credentials.in[place].remove(accountOf(mount), options)
}

/** Failures of the places don't know whose secrets they are about. */
async function naming<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    const why = said('secrets.unavailable', { mount: name, why: error.failure.message })
    throw new StorageError({ ...error.failure, ...why }, { cause: error })
  }
}
