/** The rights of a window, and those that each method of a backend needs. */
import type { Operation } from '../methods.ts'

export const rights = ['list', 'read', 'write', 'delete', 'share'] as const
export type Right = (typeof rights)[number]

/**
 * A list: all of these rights are needed. `any`: each right is enough. `never`: the method affects more than the
 * window.
 */
export type Need = readonly Right[] | 'any' | 'never'

/** With `write` alone, entries can be added, and existing ones stay unchanged. Changing those also needs `delete`. */
const change: Need = ['write', 'delete']
const everything: Need = ['list', 'read', 'write', 'delete']

export const needs: Readonly<Record<Operation, Need>> = {
  list: ['list'],
  stat: 'any', // a user who writes or reads a name must know what exists
  read: ['read'],
  write: ['write'], // replaces only with `delete`
  makeFolder: ['write'],
  remove: ['delete'],
  'rename.rename': change,
  'trash.moveToTrash': change,
  'trash.bringBack': change,
  'watch.watch': ['list'],
  'localPath.localPath': everything, // a user with a path of this computer can do anything there
  'localPath.osPath': everything,
  'localPath.identities': everything,
  'identity.identify': 'any', // prevents that a user moves a file onto itself
  'versions.list': ['read'],
  'versions.read': ['read'],
  'versions.restore': change,
  'versions.remove': ['delete'],
  'versions.removeAll': ['delete'],
  'moments.list': ['list'],
  'moments.stat': ['list'],
  'moments.changes': ['list'],
  'deleted.list': ['list'],
  'deleted.restore': ['write'],
  'links.make': ['share'], // plus the rights that the link itself gives
  'links.revoke': ['share'],
  'properties.read': ['read'],
  'properties.change': change,
  'permissions.read': ['list'],
  'permissions.change': change,
  'archive.restore': change,
  'serverCopy.source': ['read'],
  'serverCopy.copyFrom': ['write'], // replaces only with `delete`
  'removeMany.removeMany': ['delete'],
  'container.read': 'never',
  'container.setVersioning': 'never',
  'container.setLifecycle': 'never',
  'uploads.list': ['list'],
  'uploads.abort': ['delete'],
  'checksums.checksums': ['read'],
  'space.space': 'any',
  'clock.aheadMs': 'any',
  'staging.begin': ['write'],
  'staging.pieces': ['write'],
  'staging.writePiece': ['write'],
  'staging.copyPiece': ['write'],
  'staging.publish': ['write'], // replaces only with `delete`
  'staging.discard': ['write'],
  'staging.tidy': ['write'],
  'bulk.read': ['read'],
  'bulk.write': ['write'], // replaces only with `delete`
  'bulk.copy': ['write'],
  'bulk.copyFolders': ['write'],
  'bulk.tidy': ['write'],
  'history.status': 'never',
  'history.setRetention': 'never',
  'history.planPrune': 'never',
  'history.prune': 'never',
  'history.verify': 'never',
  'history.repair': 'never',
}

/** The rights that a link with this method needs in addition to `share`. A link for uploads can replace files. */
export const linkNeeds = { get: ['read'], put: change } as const satisfies Readonly<Record<'get' | 'put', Need>>

/** Returns the rights that are missing for a method; undefined if none is. */
export function missingFor(need: Need, allow: ReadonlySet<Right>): readonly Right[] | undefined {
  if (need === 'any') return undefined
  if (need === 'never') return []
  const missing = need.filter((right) => !allow.has(right))
  return missing.length > 0 ? missing : undefined
}
