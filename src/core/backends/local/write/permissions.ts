import { said } from '../../../../contract/sentences/said.ts'
import { constants, type Stats } from 'node:fs'
import { chmod, lchown, lstat, open } from 'node:fs/promises'
import type { Permissions } from '../../../../contract/permissions.ts'
import { permissionBits } from '../../../../lib/file-mode.ts'
import type { PermissionsToSet } from '../../backend.ts'
import { failingAs, refuse } from '../failures/failures.ts'
import type { OsPath } from '../paths/names.ts'
import { resolvePath } from '../paths/resolve-path.ts'
import { kindOf } from '../read/facts.ts'
import type { AccountKind, AccountNames } from '../system/account-names.ts'

/** Linux's O_PATH: the file is only referenced, not opened, so no right to read it is needed. */
const namesOnly = 0o10000000

export async function readPermissions(root: string, path: string, names: AccountNames): Promise<Permissions> {
  const operation = 'local.permissions.read'
  return failingAs(operation, path, async () => {
    const full = path === '' ? root : (await resolvePath(root, path, operation)).full
    return permissionsOf(await lstat(full), names)
  })
}

export async function changePermissions(
  root: string,
  path: string,
  to: PermissionsToSet,
  names: AccountNames,
): Promise<Permissions> {
  const operation = 'local.permissions.change'
  return failingAs(operation, path, async () => {
    const { full } = await resolvePath(root, path, operation)
    const before = await lstat(full)
    if (kindOf(before) === 'link') throw isLink(operation, path)
    const [user, group] = await Promise.all([idOf('owner', to.owner), idOf('group', to.group)])
    // the owner comes first, because changing it clears the set-ID bits
    if (user !== undefined || group !== undefined) await lchown(full, user ?? before.uid, group ?? before.gid)
    if (to.mode !== undefined && !(await setMode(full, to.mode))) throw isLink(operation, path)
    return permissionsOf(await lstat(full), names)
  })

  async function idOf(kind: AccountKind, text: string | undefined): Promise<number | undefined> {
    if (text === undefined) return undefined
    const id = await names.find(kind, text)
    if (id !== undefined) return id
    const code = kind === 'owner' ? 'local.unknown-user' : 'local.unknown-group'
    throw refuse('bad-input', said(code, { name: text }), operation, path)
  }
}

/** Returns false for a link, even if it has just replaced the file. */
async function setMode(full: OsPath, mode: number): Promise<boolean> {
  if (process.platform !== 'linux') {
    await chmod(full, mode)
    return true
  }
  const file = await open(full, namesOnly | constants.O_NOFOLLOW)
  try {
    if (kindOf(await file.stat()) === 'link') return false
    await chmod(`/proc/self/fd/${file.fd}`, mode)
    return true
  } finally {
    await file.close()
  }
}

async function permissionsOf({ mode, uid, gid }: Stats, names: AccountNames): Promise<Permissions> {
  const [owner, group] = await Promise.all([names.of('owner', uid), names.of('group', gid)])
  return { mode: mode & permissionBits, owner, group }
}

function isLink(operation: string, path: string) {
  return refuse('not-a-file', 'store.link-permissions', operation, path)
}
