/** Changes one entry: reads its permissions and sets only what differs. */
import { said } from '../../contract/sentences/said.ts'
import { StorageError } from '../../contract/failure.ts'
import { formatLocation } from '../../contract/location.ts'
import type { ChangedPermissions, Permissions } from '../../contract/permissions.ts'
import { permissionBits } from '../../lib/file-mode.ts'
import type { Backend, PermissionsToSet } from '../backends/backend.ts'
import type { OpenedLocation } from '../operations/opened-location.ts'

/** A parsed change. */
export interface Change {
  readonly modeOf: (mode: number, isFolder: boolean) => number
  readonly owner?: string
  readonly group?: string
}

/** Undefined if the entry already has these permissions. */
export async function changeOne(
  location: OpenedLocation,
  change: Change,
  isFolder: boolean,
  signal: AbortSignal,
): Promise<ChangedPermissions | undefined> {
  const before = await facetOf(location).read(location.path, { signal })
  const mode = change.modeOf(before.mode, isFolder) & permissionBits
  return set(location, before, { mode, ...ownersOf(change) }, signal)
}

function ownersOf({ owner, group }: Change): PermissionsToSet {
  return { ...(owner !== undefined && { owner }), ...(group !== undefined && { group }) }
}

/** Throws `changed` if the permissions were changed since. */
export async function takeBackOne(
  location: OpenedLocation,
  { before, after }: ChangedPermissions,
  signal: AbortSignal,
) {
  const now = await facetOf(location).read(location.path, { signal })
  if (!isSame(now, after)) {
    throw new StorageError({
      kind: 'changed',
      ...said('undo.permissions-changed', { what: location.path }),
      operation: 'permissions.takeBack',
      location: formatLocation(location),
    })
  }
  const wish = { mode: before.mode, ...known('owner', before), ...known('group', before) }
  return set(location, now, wish, signal)
}

const known = (what: 'owner' | 'group', { [what]: account }: Permissions) => account && { [what]: String(account.id) }

/** Sets what differs; undefined if nothing does. */
async function set(
  location: OpenedLocation,
  before: Permissions,
  { mode, owner, group }: PermissionsToSet,
  signal: AbortSignal,
): Promise<ChangedPermissions | undefined> {
  const toSet: PermissionsToSet = {
    ...(mode !== before.mode && mode !== undefined && { mode }),
    ...(owner !== undefined && !isAccount(before.owner, owner) && { owner }),
    ...(group !== undefined && !isAccount(before.group, group) && { group }),
  }
  if (Object.keys(toSet).length === 0) return undefined
  const after = await facetOf(location).change(location.path, toSet, { signal })
  return { location: { mount: location.mount, path: location.path }, before, after }
}

function isAccount(account: Permissions['owner'], text: string): boolean {
  return account !== undefined && (account.name === text || String(account.id) === text)
}

function isSame(a: Permissions, b: Permissions): boolean {
  return a.mode === b.mode && a.owner?.id === b.owner?.id && a.group?.id === b.group?.id
}

function facetOf({ backend, ...location }: OpenedLocation): NonNullable<Backend['permissions']> {
  if (backend.permissions) return backend.permissions
  throw new StorageError({
    kind: 'unsupported',
    ...said('permissions.none'),
    operation: 'permissions',
    location: formatLocation(location),
  })
}
