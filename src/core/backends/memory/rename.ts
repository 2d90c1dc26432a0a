import type { RenameOptions } from '../backend.ts'
import { memoryFailure } from './failures.ts'
import type { History } from './history.ts'
import { dropChild, findNode, type FolderNode, getNode, getParent, noteGone, setChild } from './tree.ts'

const operation = 'memory.rename'

export function renameEntry(
  root: FolderNode,
  from: string,
  to: string,
  { ifExists }: Omit<RenameOptions, 'signal'>,
  history?: History,
): void {
  const oldParent = getParent(root, from, operation)
  const node = getNode(root, from, operation)
  if (from === to) return
  if (to.startsWith(`${from}/`)) throw memoryFailure('bad-input', from, operation)
  const newParent = getParent(root, to, operation)
  const there = findNode(root, to)
  const found = there === node ? undefined : there // the same entry under another spelling
  const mayReplace = ifExists === 'replace' && found?.kind === 'file' && node.kind === 'file'
  if (found && !mayReplace) throw memoryFailure('exists', to, operation)
  if (found?.kind === 'file') history?.replaced(to, found)
  if (node.kind === 'file') history?.deleted(from, node)
  dropChild(oldParent, from)
  setChild(newParent, to, node)
  noteGone(node)
}
