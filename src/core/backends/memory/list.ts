import type { Entry } from '../../../contract/entry.ts'
import { type EntryPage, packEntries } from '../../../contract/entry-page.ts'
import { nextTask } from '../../../lib/flow/next-task.ts'
import type { ListOptions } from '../backend.ts'
import { memoryFailure } from './failures.ts'
import { entryOf, type FolderNode, getNode, type Node, sumsOf } from './tree.ts'

const pageRows = 1000

/** Lists the folder as it was when the listing began. */
export async function* listFolder(
  root: FolderNode,
  path: string,
  { signal, withSums }: ListOptions,
): AsyncGenerator<EntryPage> {
  signal.throwIfAborted()
  const folder = getNode(root, path, 'memory.list')
  if (folder.kind !== 'folder') throw memoryFailure('not-a-folder', path, 'memory.list')
  const children = [...folder.children]
  for (let at = 0; at < children.length; at += pageRows) {
    const rows = children.slice(at, at + pageRows)
    yield packEntries(rows.map(([name, node]) => rowOf(name, node, withSums)))
    await nextTask()
    signal.throwIfAborted()
  }
}

function rowOf(name: string, node: Node, withSums = false): Entry {
  const entry = entryOf(name, node)
  return withSums && node.kind === 'file' ? { ...entry, sums: sumsOf(node) } : entry
}
