/** Where a shelf keeps its history: a folder of its own beside the files, which nobody reaches through the mount. */
import { join } from 'node:path'

export const ownFolder = '.portolan'

export interface Layout {
  readonly own: string
  readonly index: string
  readonly lock: string
  /** By the first two letters of its sum, each content once. */
  readonly content: string
  /** What is not whole yet. */
  readonly staged: string
  /** An empty file that nobody else may read: what comes back is like it until it has its own rights again. */
  readonly private: string
}

/** `root` is a real path. */
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

/** Is a path in the shelf's own folder? Disks that tell no case apart have it by other spellings, too. */
export function isOwnPath(path: string): boolean {
  return path.split('/', 1)[0]?.toLowerCase() === ownFolder
}
