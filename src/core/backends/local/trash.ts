import { lstat } from 'node:fs/promises'
import type { BackendDeps } from '../registry.ts'
import { failingAs, refuse } from './failures.ts'
import { placeOf } from './resolve.ts'

const operation = 'local.moveToTrash'

/** Puts an entry into the system's trash; of a link, the link itself. */
export async function moveToTrash(
  root: string,
  path: string,
  trashItem: NonNullable<BackendDeps['trashItem']>,
): Promise<void> {
  return failingAs(operation, path, async () => {
    const { full } = await placeOf(root, path, operation)
    await lstat(full)
    if (typeof full !== 'string') {
      throw refuse(
        'unsupported',
        (what) => `The trash can't hold the name ${what}; delete it for good instead.`,
        operation,
        path,
      )
    }
    await trashItem(full)
  })
}
