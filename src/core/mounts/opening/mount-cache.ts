import { createHash } from 'node:crypto'
import type { Caches, MountCache } from '../../caches/caches.ts'
import { limitsOf } from '../../caches/limits.ts'
import type { ResolvedMount } from '../resolving/resolve-mounts.ts'
import { withoutSecrets } from '../resolving/secret-keys.ts'
import { isRemote } from './is-remote.ts'

/**
 * Returns the cache of a mount. Folders of this computer are fast, and mounts over other mounts may hide what is below,
 * so neither is cached.
 */
export function cacheOf(caches: Caches | undefined, mount: ResolvedMount): MountCache | undefined {
  const { config, descriptor, keys } = mount
  const isOverOthers = 'mount' in keys || 'mounts' in keys
  if (!caches || !isRemote(descriptor) || isOverOthers) return undefined
  const limits = limitsOf(config.cache, descriptor.mayBeEncrypted !== true)
  return caches.of({ name: config.name, identity: identityOf(mount), limits })
}

/** Another address or account counts as another mount, even under the same name. */
function identityOf({ config, descriptor, keys }: ResolvedMount): string {
  const { type, secret, secretId } = config
  const told = JSON.stringify([type, secret ?? '', secretId ?? '', withoutSecrets(keys, descriptor)])
  return createHash('sha256').update(told).digest('hex').slice(0, 16)
}
