import type { Entry } from '../../../contract/entry.ts'
import { baseName } from '../../../contract/location.ts'
import { cancellingOnFailure, forEachChunk } from '../../../lib/byte-stream.ts'
import type { WriteOptions } from '../backend.ts'
import { memoryFailure } from './failures.ts'
import { createFolderNode, entryOf, type FileNode, type FolderNode, getParent, setChild } from './tree.ts'

const operation = 'memory.write'

export async function writeFile(
  root: FolderNode,
  path: string,
  body: ReadableStream<Uint8Array>,
  { signal, ifExists, modifiedMs }: WriteOptions,
): Promise<Entry> {
  return cancellingOnFailure(body, async () => {
    signal.throwIfAborted()
    checkTarget(root, path, ifExists)
    const chunks: Uint8Array[] = []
    await forEachChunk(body, signal, (chunk) => void chunks.push(chunk.slice()))
    const parent = checkTarget(root, path, ifExists) // things may have changed meanwhile
    const file: FileNode = { kind: 'file', bytes: Buffer.concat(chunks), modifiedMs: modifiedMs ?? Date.now() }
    setChild(parent, path, file)
    return entryOf(baseName(path), file)
  })
}

export function makeFolder(root: FolderNode, path: string): void {
  if (path === '') throw memoryFailure('exists', path, 'memory.makeFolder')
  const parent = getParent(root, path, 'memory.makeFolder')
  if (parent.children.has(baseName(path))) throw memoryFailure('exists', path, 'memory.makeFolder')
  setChild(parent, path, createFolderNode())
}

function checkTarget(root: FolderNode, path: string, ifExists: WriteOptions['ifExists']): FolderNode {
  if (path === '') throw memoryFailure('not-a-file', path, operation)
  const parent = getParent(root, path, operation)
  const found = parent.children.get(baseName(path))
  if (found?.kind === 'folder') throw memoryFailure('not-a-file', path, operation)
  if (found && ifExists === 'fail') throw memoryFailure('exists', path, operation)
  return parent
}
