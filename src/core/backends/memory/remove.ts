import { childPath } from '../../../contract/location.ts'
import { memoryFailure } from './failures.ts'
import type { History } from './history.ts'
import { dropChild, type FolderNode, getNode, getParent, noteGone } from './tree.ts'

export function removeEntry(root: FolderNode, path: string, history?: History): void {
  const parent = getParent(root, path, 'memory.remove')
  const node = getNode(root, path, 'memory.remove')
  if (node.kind === 'folder' && node.children.size > 0) throw memoryFailure('not-empty', path, 'memory.remove')
  if (node.kind === 'file') history?.deleted(path, node)
  dropChild(parent, path)
  noteGone(node)
}

/** Deletes a folder with everything in it. */
export function removeWithAll(root: FolderNode, path: string, history: History): void {
  const node = getNode(root, path, 'memory.moveToTrash')
  const names = node.kind === 'folder' ? [...node.children.keys()] : []
  for (const name of names) removeWithAll(root, childPath(path, name), history)
  removeEntry(root, path, history)
}
