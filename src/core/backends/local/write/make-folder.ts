import { mkdir } from 'node:fs/promises'
import { failingAs, refuse } from '../failures/failures.ts'
import type { TakeRights } from '../bulk/bulk.ts'
import type { OsPath } from '../paths/names.ts'
import { resolvePath } from '../paths/resolve-path.ts'

export async function makeFolder(
  root: string,
  path: string,
  { like, takeRights }: { readonly like?: OsPath; readonly takeRights?: TakeRights } = {},
): Promise<void> {
  return failingAs('local.makeFolder', path, async () => {
    if (path === '') throw refuse('exists', 'store.top-exists', 'local.makeFolder', path)
    const { full } = await resolvePath(root, path, 'local.makeFolder')
    await mkdir(full)
    if (like !== undefined) await takeRights?.(like, full, { isReplaced: false })
  })
}
