import { lstat } from 'node:fs/promises'
import { basename } from 'node:path'
import { StorageError } from '../../contract/failure.ts'
import { said } from '../../contract/sentences/said.ts'

/**
 * Moves a path of this computer to the system's trash without a desktop shell: the freedesktop trash, the Finder's
 * trash or the Recycle Bin. For a symbolic link, it moves the link itself. It never deletes the entry instead.
 */
export async function trashItem(path: string): Promise<void> {
  try {
    await lstat(path)
    const { default: trash } = await import('trash')
    await trash(path, { glob: false })
  } catch (error) {
    throw failure(path, error)
  }
  // The package does not report a path that it skipped.
  if (await isThere(path)) throw failure(path, new Error('it is still there'))
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch {
    return false
  }
}

function failure(path: string, cause: unknown): StorageError {
  const { code, message } = cause as NodeJS.ErrnoException
  const name = basename(path)
  if (code === 'ENOENT') {
    return new StorageError(
      { kind: 'not-found', ...said('store.not-found', { what: name }), operation: 'trash' },
      { cause },
    )
  }
  return new StorageError(
    {
      kind: code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? 'denied' : 'unsupported',
      ...said('trash.refused', { name }),
      operation: 'trash',
      detail: message,
    },
    { cause },
  )
}
