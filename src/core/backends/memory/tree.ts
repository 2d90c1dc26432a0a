import { createHash, randomUUID } from 'node:crypto'
import type { Entry, Sums } from '../../../contract/entry.ts'
import type { PropertyChanges } from '../../../contract/facets.ts'
import { baseName, parentPath, pathSegments } from '../../../contract/location.ts'
import { type Children, createChildren } from './children.ts'
import { memoryFailure } from './failures.ts'

/** One state of a file. It is replaced, never changed. */
export interface FileNode {
  readonly kind: 'file'
  /** Distinguishes two states. */
  readonly id: string
  readonly bytes: Uint8Array
  readonly modifiedMs: number
  /** The time of the write. */
  readonly madeMs: number
  readonly properties: FileProperties
}
export type FileProperties = Pick<PropertyChanges, 'contentType' | 'metadata' | 'tags'>
export interface FolderNode {
  readonly kind: 'folder'
  readonly children: Children<Node>
  readonly listeners: Set<(change: 'changed' | 'gone') => void>
  modifiedMs: number
}
export type Node = FileNode | FolderNode

export function createFolderNode(children: Children<Node> = createChildren()): FolderNode {
  return { kind: 'folder', children, listeners: new Set(), modifiedMs: Date.now() }
}

export function createFileNode(file: Omit<FileNode, 'kind' | 'id' | 'madeMs'>): FileNode {
  return { ...file, kind: 'file', id: randomUUID(), madeMs: Date.now() }
}

export function findNode(root: FolderNode, path: string): Node | undefined {
  let node: Node | undefined = root
  for (const name of pathSegments(path)) node = node?.kind === 'folder' ? node.children.get(name) : undefined
  return node
}

/** Throws `not-found`. */
export function getNode(root: FolderNode, path: string, operation: string): Node {
  const node = findNode(root, path)
  if (node) return node
  throw memoryFailure('not-found', path, operation)
}

/** Throws `not-found`, `not-a-file`. */
export function getFile(root: FolderNode, path: string, operation: string): FileNode {
  const node = getNode(root, path, operation)
  if (node.kind === 'file') return node
  throw memoryFailure('not-a-file', path, operation)
}

/**
 * Returns the folder that contains or will contain an entry. Throws `not-found`, `not-a-folder`, and `bad-input` for
 * the root itself.
 */
export function getParent(root: FolderNode, path: string, operation: string): FolderNode {
  if (path === '') throw memoryFailure('bad-input', path, operation)
  const parent = getNode(root, parentPath(path), operation)
  if (parent.kind === 'folder') return parent
  throw memoryFailure('not-a-folder', parentPath(path), operation)
}

export function setChild(parent: FolderNode, path: string, node: Node): void {
  parent.children.set(baseName(path), node)
  noteChange(parent)
}

export function dropChild(parent: FolderNode, path: string): void {
  parent.children.delete(baseName(path))
  noteChange(parent)
}

/** Reports to the watchers of a folder, and of all folders below it, that it no longer exists. */
export function noteGone(node: Node): void {
  if (node.kind !== 'folder') return
  for (const listener of node.listeners) listener('gone')
  for (const child of node.children.values()) noteGone(child)
}

/** The bytes never change, so their checksums are calculated once. */
export function sumsOf(file: FileNode): Sums {
  const known = sums.get(file)
  if (known) return known
  const made = { md5: createHash('md5').update(file.bytes).digest('hex') }
  sums.set(file, made)
  return made
}
const sums = new WeakMap<FileNode, Sums>()

/** `name` is the name of the entry, not its path. */
export function entryOf(name: string, node: Node): Entry {
  if (node.kind === 'folder') return { name, kind: 'folder', modifiedMs: node.modifiedMs }
  return { name, kind: 'file', sizeBytes: node.bytes.length, modifiedMs: node.modifiedMs }
}

function noteChange(folder: FolderNode) {
  folder.modifiedMs = Date.now()
  for (const listener of folder.listeners) listener('changed')
}
