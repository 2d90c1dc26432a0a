import type { BackendDescriptor } from '../../backends/descriptor.ts'
import type { Secrets } from '../../credentials/secrets.ts'

type Keys = Readonly<Record<string, unknown>>

/** The secrets among the keys of a mount, as written: a reference to the environment is none. */
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

/** The other ones. */
export function withoutSecrets(keys: Keys, descriptor: BackendDescriptor): Record<string, unknown> {
  const secrets = secretsIn(keys, descriptor)
  return Object.fromEntries(Object.entries(keys).filter(([key]) => !Object.hasOwn(secrets, key)))
}

/** Nothing but `${NAME}`s: what it stands for is in the environment. */
function isReference(text: string): boolean {
  return text !== '' && text.replace(/\$\{[^}]*\}/g, '') === ''
}
