/** Computes the result of a change to a mount, and refuses invalid ones. */
import type { Secrets } from '../../credentials/secrets.ts'
import type { RawMount } from './edit-mounts-file.ts'
import { mountFailure } from '../opening/mount-failure.ts'
import type { MountChanges, MountsDeps } from '../mounts.ts'
import { backendConfigOf, descriptorOf, type ResolvedMount, resolveMount } from '../resolving/resolve-mounts.ts'
import { secretsIn, withoutSecrets } from '../resolving/secret-keys.ts'
import { said } from '../../../contract/sentences/said.ts'
import { sentenceOf } from '../resolving/config-problem.ts'

/** The result of a change to a mount that was not made yet. */
export interface MountPlan {
  readonly plain: RawMount
  readonly secrets: Secrets
}

export interface ChangePlanner {
  readonly planOf: (plain: RawMount, secrets: Secrets, changes: MountChanges) => MountPlan
  /** Checks that the result is a valid mount. It has all secrets, so the check is complete. */
  readonly check: (plan: MountPlan, method: string, builtIn?: boolean) => ResolvedMount
  /** Like `check`, for a mount whose secrets are unknown and stay as they are. */
  readonly checkPlain: (raw: RawMount, method: string) => ResolvedMount
  /** Tells whether the change affects secrets. Another type may have other secret keys. */
  readonly hasSecrets: (config: RawMount, before: RawMount) => boolean
}

export function createChangePlanner(deps: MountsDeps): ChangePlanner {
  return { planOf, check, checkPlain, hasSecrets }

  function planOf(plain: RawMount, secrets: Secrets, changes: MountChanges): MountPlan {
    const merged = applied({ ...plain, ...secrets }, { ...changes.config, ...changes.secrets })
    const descriptor = checked('change', () => descriptorOf(merged['type'], deps.descriptors))
    for (const key of Object.keys(changes.secrets ?? {})) {
      if (descriptor.secretKeys.includes(key)) continue
      throw mountFailure('bad-input', said('mount.unknown-secret', { key, type: descriptor.type }), 'change')
    }
    return { plain: withoutSecrets(merged, descriptor), secrets: secretsIn(merged, descriptor) }
  }

  function check({ plain, secrets }: MountPlan, method: string, builtIn = false): ResolvedMount {
    return checked(method, () => {
      const mount = resolveMount({ ...plain, secret: 'session' }, deps, { builtIn, hidden: false })
      backendConfigOf(mount, secrets)
      const { secret: _, ...config } = mount.config
      return { ...mount, config }
    })
  }

  function checkPlain(raw: RawMount, method: string): ResolvedMount {
    return checked(method, () => resolveMount(raw, deps, { builtIn: false, hidden: false }))
  }

  function checked<T>(method: string, work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw mountFailure('bad-input', said('mount.invalid', { why: sentenceOf(error) }), method, error)
    }
  }

  function hasSecrets(config: RawMount, before: RawMount): boolean {
    const type = config['type'] ?? before['type']
    if (type !== before['type']) return true
    const { secretKeys } = checked('update', () => descriptorOf(type, deps.descriptors))
    return Object.keys(config).some((key) => secretKeys.includes(key))
  }
}

/** Returns the config as written, without secrets and without their place. */
export function plainOf({ config, descriptor }: ResolvedMount): RawMount {
  const { secret: _, secretId: __, ...plain } = withoutSecrets(config, descriptor)
  return plain
}

function applied(record: RawMount, changes: RawMount): RawMount {
  return Object.fromEntries(
    Object.entries({ ...record, ...changes }).filter(([, value]) => value !== null && value !== undefined),
  )
}
