import type { PropertyChanges } from '../../../contract/facets.ts'
import { baseName } from '../../../contract/location.ts'
import { cancellingOnFailure, forEachChunk } from '../../../lib/flow/byte-stream.ts'
import type { Stored, WriteOptions } from '../backend.ts'
import { contentTypeOf } from '../content-type.ts'
import { memoryFailure } from './failures.ts'
import type { History } from './history.ts'
import {
  createFileNode,
  createFolderNode,
  entryOf,
  type FileNode,
  type FileProperties,
  type FolderNode,
  getParent,
  setChild,
  sumsOf,
} from './tree.ts'

const operation = 'memory.write'

export async function writeFile(
  root: FolderNode,
  path: string,
  body: ReadableStream<Uint8Array>,
  { signal, ifExists, modifiedMs, properties = {} }: WriteOptions,
  history?: History,
): Promise<Stored> {
  return cancellingOnFailure(body, async () => {
    signal.throwIfAborted()
    checkTarget(root, path, ifExists)
    const chunks: Uint8Array[] = []
    await forEachChunk(body, signal, (chunk) => void chunks.push(chunk.slice()))
    const file = createFileNode({
      bytes: Buffer.concat(chunks),
      modifiedMs: modifiedMs ?? Date.now(),
      properties: { ...contentTypeOf(baseName(path)), ...ownProperties(properties) },
    })
    return putFile(root, path, file, { ifExists, history }) // the tree may have changed meanwhile
  })
}

/** Throws `exists`, `not-a-file`. The replaced file goes into the history. */
export function putFile(
  root: FolderNode,
  path: string,
  file: FileNode,
  { ifExists, history }: { readonly ifExists: WriteOptions['ifExists']; readonly history: History | undefined },
): Stored {
  const parent = checkTarget(root, path, ifExists)
  const replaced = parent.children.get(baseName(path))
  if (replaced?.kind === 'file') history?.replaced(path, replaced)
  setChild(parent, path, file)
  const entry = { ...entryOf(baseName(path), file), sums: sumsOf(file), proof: 'sum' as const }
  return history ? { ...entry, version: file.id } : entry
}

/** Returns the properties that this backend keeps. */
export function ownProperties({ contentType, metadata, tags }: PropertyChanges): FileProperties {
  return {
    ...(contentType !== undefined && { contentType }),
    ...(metadata && { metadata: { ...metadata } }),
    ...(tags && { tags: { ...tags } }),
  }
}

export function makeFolder(root: FolderNode, path: string): void {
  if (path === '') throw memoryFailure('exists', path, 'memory.makeFolder')
  const parent = getParent(root, path, 'memory.makeFolder')
  if (parent.children.has(baseName(path))) throw memoryFailure('exists', path, 'memory.makeFolder')
  setChild(parent, path, createFolderNode(parent.children.another()))
}

/** Returns the folder that will contain the file. Throws `exists`, `not-a-file`, `not-found`. */
export function checkTarget(root: FolderNode, path: string, ifExists: WriteOptions['ifExists']): FolderNode {
  if (path === '') throw memoryFailure('not-a-file', path, operation)
  const parent = getParent(root, path, operation)
  const found = parent.children.get(baseName(path))
  if (found?.kind === 'folder') throw memoryFailure('not-a-file', path, operation)
  if (found && ifExists === 'fail') throw memoryFailure('exists', path, operation)
  return parent
}
