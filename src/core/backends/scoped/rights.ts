/** What a window may allow, and which of it each method of a backend needs. */
import type { Operation } from '../methods.ts'

export const rights = ['list', 'read', 'write', 'delete', 'share'] as const
export type Right = (typeof rights)[number]

/** All of them are needed; `any`: whichever there is; `never`: it is about more than the window. */
export type Need = readonly Right[] | 'any' | 'never'

/** With `write` alone things are added, and what is there stays as it is. Changing that needs `delete`, too. */
const change: Need = ['write', 'delete']
const everything: Need = ['list', 'read', 'write', 'delete']

export const needs: Readonly<Record<Operation, Need>> = {
  list: ['list'],
  stat: 'any', // whoever writes or reads a name has to know what is there
  read: ['read'],
  write: ['write'], // replaces with `delete` only
  makeFolder: ['write'],
  remove: ['delete'],
  'rename.rename': change,
  'trash.moveToTrash': change,
  'trash.bringBack': change,
  'watch.watch': ['list'],
  'localPath.localPath': everything, // whoever has a path of this computer does what they like there
  'localPath.osPath': everything,
  'localPath.identities': everything,
  'identity.identify': 'any', // so that whoever may move a file does not move it onto itself
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
  'links.make': ['share'], // and what the link itself allows
  'links.revoke': ['share'],
  'properties.read': ['read'],
  'properties.change': change,
  'permissions.read': ['list'],
  'permissions.change': change,
  'archive.restore': change,
  'serverCopy.source': ['read'],
  'serverCopy.copyFrom': ['write'], // replaces with `delete` only
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
  'staging.publish': ['write'], // replaces with `delete` only
  'staging.discard': ['write'],
  'staging.tidy': ['write'],
  'bulk.read': ['read'],
  'bulk.write': ['write'], // replaces with `delete` only
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

/** What a link with this method needs besides `share`: who may upload by it may replace. */
export const linkNeeds = { get: ['read'], put: change } as const satisfies Readonly<Record<'get' | 'put', Need>>

/** What is missing for a method; undefined where nothing is. */
export function missingFor(need: Need, allow: ReadonlySet<Right>): readonly Right[] | undefined {
  if (need === 'any') return undefined
  if (need === 'never') return []
  const missing = need.filter((right) => !allow.has(right))
  return missing.length > 0 ? missing : undefined
}
