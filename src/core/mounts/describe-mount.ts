import type { MountDetail } from '../../contract/api/mounts.ts'
import { failureOf } from '../../contract/failure.ts'
import type { Waits } from '../backends/backend.ts'
import type { Credentials } from '../credentials/credentials.ts'
import { keptSecrets } from './resolving/mount-secrets.ts'
import type { ResolvedMount } from './resolving/resolve-mounts.ts'
import { secretsIn, withoutSecrets } from './resolving/secret-keys.ts'

/** Describes a mount for editing: as written, with the names of its secrets but never their values. */
export async function describeMount(
  { config, descriptor, builtIn }: ResolvedMount,
  credentials: Credentials,
  options: Waits,
): Promise<MountDetail> {
  const { secret, secretId: _, ...written } = config
  const inline = Object.keys(secretsIn(written, descriptor)).map((key) => ({ key, place: 'inline' as const }))
  const detail = {
    // Values from a text file are only texts, numbers, lists and so on.
    config: withoutSecrets(written, descriptor) as MountDetail['config'],
    keep: inline.length > 0 ? ('inline' as const) : (secret ?? ('none' as const)),
    builtIn,
  }
  if (secret === undefined) return { ...detail, secrets: inline }
  try {
    const given = await credentials.in.session.get(config.secretId ?? config.name, options)
    const place = given ? ('session' as const) : secret
    const kept = Object.keys(await keptSecrets(config, credentials, options)).map((key) => ({ key, place }))
    return { ...detail, secrets: [...inline, ...kept] }
  } catch (error) {
    options.signal.throwIfAborted()
    return { ...detail, secrets: inline, failure: failureOf(error, 'mounts.describe') }
  }
}
