import type { FolderChange } from '../../../contract/api/listing.ts'
import type { Waits } from '../backend.ts'
import { createChangeFeed } from '../facets/change-feed.ts'
import { memoryFailure } from './failures.ts'
import { type FolderNode, getNode } from './tree.ts'

export async function* watchFolder(root: FolderNode, path: string, { signal }: Waits): AsyncGenerator<FolderChange> {
  signal.throwIfAborted()
  const folder = getNode(root, path, 'memory.watch')
  if (folder.kind !== 'folder') throw memoryFailure('not-a-folder', path, 'memory.watch')
  const feed = createChangeFeed()
  folder.listeners.add(feed.report)
  try {
    yield* feed.changes(signal)
  } finally {
    folder.listeners.delete(feed.report)
  }
}
