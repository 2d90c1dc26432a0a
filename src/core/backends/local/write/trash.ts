import { lstat } from 'node:fs/promises'
import type { Waits } from '../../backend.ts'
import type { BackendDeps } from '../../descriptor.ts'
import { failingAs, refuse } from '../failures/failures.ts'
import { resolvePath } from '../paths/resolve-path.ts'

const operation = 'local.moveToTrash'

/** Moves an entry to the system's trash. A link is moved itself, not its target. */
export async function moveToTrash(
  root: string,
  path: string,
  trashItem: NonNullable<BackendDeps['trashItem']>,
): Promise<void> {
  return failingAs(operation, path, async () => {
    const { full } = await resolvePath(root, path, operation)
    await lstat(full)
    if (typeof full !== 'string') {
      throw refuse('unsupported', 'local.trash-name', operation, path)
    }
    await trashItem(full)
  })
}

/** Restores the entry that was last moved to the trash from a path. */
export async function bringBack(
  root: string,
  path: string,
  untrashItem: NonNullable<BackendDeps['untrashItem']>,
  { signal, sinceMs }: Waits & { readonly sinceMs: number },
): Promise<void> {
  return failingAs('local.bringBack', path, async () => {
    signal.throwIfAborted()
    const { full } = await resolvePath(root, path, 'local.bringBack')
    await untrashItem(full.toString(), { sinceMs }) // the trash cannot hold names that are not valid Unicode
  })
}
