import { memoryFailure } from './failures.ts'
import { dropChild, type FolderNode, getNode, getParent, noteGone } from './tree.ts'

export function removeEntry(root: FolderNode, path: string): void {
  const parent = getParent(root, path, 'memory.remove')
  const node = getNode(root, path, 'memory.remove')
  if (node.kind === 'folder' && node.children.size > 0) throw memoryFailure('not-empty', path, 'memory.remove')
  dropChild(parent, path)
  noteGone(node)
}
