import { lstat, rmdir, unlink } from 'node:fs/promises'
import { kindOf } from '../read/facts.ts'
import { failingAs } from '../failures/failures.ts'
import { resolvePath } from '../paths/resolve-path.ts'

/** Permanently removes one file, empty folder or link. A link's target is not removed. */
export async function removeEntry(root: string, path: string): Promise<void> {
  return failingAs('local.remove', path, async () => {
    const { full } = await resolvePath(root, path, 'local.remove')
    if (kindOf(await lstat(full)) === 'folder') await rmdir(full)
    else await unlink(full)
  })
}
