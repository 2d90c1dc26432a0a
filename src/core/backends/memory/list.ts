import { type EntryPage, packEntries } from '../../../contract/entry-page.ts'
import { nextTask } from '../../../lib/next-task.ts'
import type { Waits } from '../backend.ts'
import { memoryFailure } from './failures.ts'
import { entryOf, type FolderNode, getNode } from './tree.ts'

const pageRows = 1000

/** The folder as it was when the listing began. */
export async function* listFolder(root: FolderNode, path: string, { signal }: Waits): AsyncGenerator<EntryPage> {
  signal.throwIfAborted()
  const folder = getNode(root, path, 'memory.list')
  if (folder.kind !== 'folder') throw memoryFailure('not-a-folder', path, 'memory.list')
  const children = [...folder.children]
  for (let at = 0; at < children.length; at += pageRows) {
    const rows = children.slice(at, at + pageRows)
    yield packEntries(rows.map(([name, node]) => entryOf(name, node)))
    await nextTask()
    signal.throwIfAborted()
  }
}
