import { statfs } from 'node:fs/promises'
import type { Space } from '../../../../contract/facets.ts'
import { failingAs } from '../failures/failures.ts'
import { resolvePath } from '../paths/resolve-path.ts'

const operation = 'local.space'

/** Returns the space of the disk that holds a path, as far as its user may use it. */
export async function readSpace(root: string, path: string): Promise<Space> {
  return failingAs(operation, path, async () => {
    const full = path === '' ? root : (await resolvePath(root, path, operation)).full
    const { blocks, bavail, bsize } = await statfs(full)
    return { totalBytes: blocks * bsize, freeBytes: bavail * bsize }
  })
}
