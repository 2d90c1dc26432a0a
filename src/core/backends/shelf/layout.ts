/** Where a shelf stores its history: in a folder of its own beside the files, which the mount does not show. */
import { join } from 'node:path'

export const ownFolder = '.portolan'

export interface Layout {
  readonly own: string
  readonly index: string
  readonly lock: string
  /**
   * The folder of contents. Each content is stored once, in a subfolder named by the first two characters of its
   * checksum.
   */
  readonly content: string
  /** The folder of staging files. */
  readonly staged: string
  /** An empty file that only the user may read. A restored file gets its permissions until it gets its own again. */
  readonly private: string
}

/** `root` must be a real path. */
export function layoutOf(root: string): Layout {
  const own = join(root, ownFolder)
  return {
    own,
    index: join(own, 'index.db'),
    lock: join(own, 'lock.db'),
    content: join(own, 'content'),
    staged: join(own, 'staged'),
    private: join(own, 'private'),
  }
}

/** Tells whether a path is in the shelf's own folder. The comparison ignores case, because some disks do too. */
export function isOwnPath(path: string): boolean {
  return path.split('/', 1)[0]?.toLowerCase() === ownFolder
}
