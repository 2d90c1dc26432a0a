import type { BackendDescriptor } from '../../backends/descriptor.ts'
import type { Secrets } from '../../credentials/secrets.ts'

type Keys = Readonly<Record<string, unknown>>

/** Returns the secrets among a mount's keys as written. A reference to an environment variable is not a secret. */
export function secretsIn(keys: Keys, { secretKeys, isSecret }: BackendDescriptor): Secrets {
  const found = Object.entries(keys).filter(
    (entry): entry is [string, string] =>
      secretKeys.includes(entry[0]) &&
      typeof entry[1] === 'string' &&
      !isReference(entry[1]) &&
      (isSecret?.(entry[0], entry[1]) ?? true),
  )
  return Object.fromEntries(found)
}

/** Returns the keys that are not secrets. */
export function withoutSecrets(keys: Keys, descriptor: BackendDescriptor): Record<string, unknown> {
  const secrets = secretsIn(keys, descriptor)
  return Object.fromEntries(Object.entries(keys).filter(([key]) => !Object.hasOwn(secrets, key)))
}

/** The text consists only of `${NAME}` references. The secrets are in the environment. */
function isReference(text: string): boolean {
  return text !== '' && text.replace(/\$\{[^}]*\}/g, '') === ''
}
