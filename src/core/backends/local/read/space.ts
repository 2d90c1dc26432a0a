import { statfs } from 'node:fs/promises'
import type { Space } from '../../../../contract/facets.ts'
import { failingAs } from '../failures/failures.ts'
import { resolvePath } from '../paths/resolve-path.ts'

const operation = 'local.space'

/** Of the disk a path is on, what its user may fill. */
export async function readSpace(root: string, path: string): Promise<Space> {
  return failingAs(operation, path, async () => {
    const full = path === '' ? root : (await resolvePath(root, path, operation)).full
    const { blocks, bavail, bsize } = await statfs(full)
    return { totalBytes: blocks * bsize, freeBytes: bavail * bsize }
  })
}
