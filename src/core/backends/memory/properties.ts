import { randomUUID } from 'node:crypto'
import type { Capabilities } from '../../../contract/capabilities.ts'
import type { Properties } from '../../../contract/facets.ts'
import type { Backend } from '../backend.ts'
import { checkChangeable } from '../facets/changeable.ts'
import { memoryFailure } from './failures.ts'
import {
  createFileNode,
  type FileNode,
  type FolderNode,
  getFile,
  getNode,
  getParent,
  setChild,
  sumsOf,
} from './tree.ts'
import { ownProperties, putFile } from './write.ts'
import type { History } from './history.ts'

const operation = 'memory.properties'

export function propertiesOf(root: FolderNode, capabilities: Capabilities): NonNullable<Backend['properties']> {
  return {
    async read(path, { signal }) {
      signal.throwIfAborted()
      return shown(getFile(root, path, operation))
    },
    async change(path, changes, { signal }) {
      signal.throwIfAborted()
      checkChangeable(capabilities, changes, operation)
      const old = getFile(root, path, operation)
      const file: FileNode = {
        ...old,
        modifiedMs: changes.modifiedMs ?? old.modifiedMs,
        properties: { ...old.properties, ...ownProperties(changes) },
      }
      setChild(getParent(root, path, operation), path, file)
      return shown(file)
    },
  }
}

export function serverCopyOf(root: FolderNode, history: History | undefined): NonNullable<Backend['serverCopy']> {
  const store = `memory:${randomUUID()}`
  return {
    store,
    async source(path, { signal }) {
      signal.throwIfAborted()
      const file = getFile(root, path, operation)
      return { kind: 'same-store', store, sizeBytes: file.bytes.length, ref: file }
    },
    async copyFrom(to, source, { signal, ifExists, onProgress }) {
      signal.throwIfAborted()
      if (source.kind !== 'same-store' || source.store !== store) throw memoryFailure('unsupported', to, operation)
      const { bytes, modifiedMs, properties } = source.ref as FileNode
      const entry = putFile(root, to, createFileNode({ bytes, modifiedMs, properties }), { ifExists, history })
      onProgress?.(bytes.length)
      return entry
    },
  }
}

export function checksumsOf(root: FolderNode): NonNullable<Backend['checksums']> {
  return {
    async checksums(path, { signal }) {
      signal.throwIfAborted()
      const node = getNode(root, path, operation)
      if (node.kind === 'folder') throw memoryFailure('not-a-file', path, operation)
      return sumsOf(node)
    },
  }
}

function shown({ id, modifiedMs, properties }: FileNode): Properties {
  return { ...properties, etag: id, modifiedMs, withheld: {} }
}
