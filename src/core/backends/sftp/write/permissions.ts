import { said } from '../../../../contract/sentences/said.ts'
import type { Permissions } from '../../../../contract/permissions.ts'
import { permissionBits } from '../../../../lib/file-mode.ts'
import type { PermissionsToSet } from '../../backend.ts'
import { failingAs, refuse } from '../failures/failures.ts'
import { resolvePath } from '../paths/resolve-path.ts'
import { type AccountKind, accountsOf, idOfAccount } from '../read/account-names.ts'
import { kindOf } from '../read/facts.ts'
import type { Attributes } from '../wire/attributes.ts'
import type { ServerPath } from '../wire/packet.ts'
import type { SftpSession } from '../wire/session.ts'

export async function readPermissions(session: SftpSession, root: ServerPath, path: string): Promise<Permissions> {
  const operation = 'sftp.permissions.read'
  return failingAs(operation, path, async () => {
    const full = path === '' ? root : (await resolvePath(session, root, path, operation)).full
    return permissionsOf(session, await session.linkStat(full), path)
  })
}

const operation = 'sftp.permissions.change'

export async function changePermissions(
  session: SftpSession,
  root: ServerPath,
  path: string,
  to: PermissionsToSet,
): Promise<Permissions> {
  return failingAs(operation, path, async () => {
    const { full } = await resolvePath(session, root, path, operation)
    const before = await session.linkStat(full)
    if (kindOf(before) === 'link') {
      throw refuse('not-a-file', 'store.link-permissions', operation, path)
    }
    const owner = ownerToSet(before)
    // the owner comes first, because changing it clears the set-ID bits
    if (owner) await session.setPath(full, { owner })
    if (to.mode !== undefined) await session.setPath(full, { mode: to.mode & permissionBits })
    return permissionsOf(session, await session.linkStat(full), path)
  })

  function ownerToSet({ owner }: Attributes): Attributes['owner'] {
    if (to.owner === undefined && to.group === undefined) return undefined
    if (!owner) throw refuse('unsupported', 'server.no-owners', operation, path)
    return { user: idOf('owner', to.owner) ?? owner.user, group: idOf('group', to.group) ?? owner.group }
  }
  function idOf(kind: AccountKind, text: string | undefined): number | undefined {
    if (text === undefined) return undefined
    const id = idOfAccount(session, kind, text)
    if (id !== undefined) return id
    throw refuse('bad-input', said('sftp.unknown-account', { name: text }), operation, path)
  }
}

async function permissionsOf(session: SftpSession, attributes: Attributes, path: string): Promise<Permissions> {
  const { mode, owner } = attributes
  if (mode === undefined) {
    throw refuse('unsupported', 'server.no-permissions', 'sftp.permissions.read', path)
  }
  return { mode: mode & permissionBits, ...(owner && (await accountsOf(session, owner))) }
}
