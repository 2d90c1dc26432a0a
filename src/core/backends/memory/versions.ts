import type { DeletedEntry, Version } from '../../../contract/facets.ts'
import { baseName, parentPath } from '../../../contract/location.ts'
import { failureOf } from '../../../contract/failure.ts'
import type { Backend } from '../backend.ts'
import type { StatesTarget } from '../facets/states.ts'
import { memoryFailure } from './failures.ts'
import { type History, type PastState, versionOf } from './history.ts'
import { streamOf } from './read.ts'
import {
  createFileNode,
  dropChild,
  entryOf,
  type FileNode,
  findNode,
  type FolderNode,
  getNode,
  getParent,
  type Node,
  noteGone,
} from './tree.ts'
import { putFile } from './write.ts'

const operation = 'memory.versions'

export function versionsOf(root: FolderNode, history: History): NonNullable<Backend['versions']> {
  /**
   * Returns the states, oldest first, with the present one last. Throws `not-found` for a path that never existed,
   * `not-a-file`.
   */
  function statesOf(path: string): PastState[] {
    const node = findNode(root, path)
    if (node?.kind === 'folder') throw memoryFailure('not-a-file', path, operation)
    const past = history.of(path)
    if (!node && past.length === 0) throw memoryFailure('not-found', path, operation)
    return node ? [...past, { kind: 'version', id: node.id, modifiedMs: node.modifiedMs, file: node }] : [...past]
  }

  function stateOf(path: string, id: string): PastState {
    const state = statesOf(path).find((each) => each.id === id)
    if (!state) throw memoryFailure('not-found', path, operation)
    return state
  }

  return {
    async *list(path, { signal }) {
      signal.throwIfAborted()
      const states = statesOf(path)
      yield states.map((state, index): Version => versionOf(state, index === states.length - 1)).toReversed()
    },
    async read(path, id, options) {
      options.signal.throwIfAborted()
      const state = stateOf(path, id)
      if (state.kind === 'deleted') throw memoryFailure('not-a-file', path, operation)
      return streamOf(path, state.file, options)
    },
    async restore(path, id, { signal }) {
      signal.throwIfAborted()
      const state = stateOf(path, id)
      if (state.kind === 'deleted') throw memoryFailure('not-a-file', path, operation)
      const { bytes, properties } = state.file
      const file = createFileNode({ bytes, properties, modifiedMs: Date.now() })
      return putFile(root, path, file, { ifExists: 'replace', history })
    },
    async remove(path, id, { signal }) {
      signal.throwIfAborted()
      const states = statesOf(path)
      const place = states.findIndex((state) => state.id === id)
      if (place < 0) throw memoryFailure('not-found', path, operation)
      if (findNode(root, path) && place === states.length - 1) dropChild(getParent(root, path, operation), path)
      else history.forget(path, id)
      surface(path)
    },
    async *removeAll(targets, { signal }) {
      for (const target of targets) {
        signal.throwIfAborted()
        const versions = removeStates(root, history, target)
        const failure = versions === undefined && failureOf(memoryFailure('not-found', target.path, operation))
        const failures = failure ? [{ path: target.path, failure }] : []
        yield [{ path: target.path, versions: versions ?? 0, failures }]
      }
    },
  }

  /** If nothing exists at a path, makes its newest past state the present one, unless that is a deletion. */
  function surface(path: string) {
    const newest = history.of(path).at(-1)
    if (findNode(root, path) || newest?.kind !== 'version') return
    history.forget(path, newest.id)
    putFile(root, path, newest.file, { ifExists: 'fail', history: undefined })
  }
}

/** Returns how many states were removed; undefined if nothing exists or existed. */
function removeStates(root: FolderNode, history: History, { path, kind }: StatesTarget): number | undefined {
  const node = findNode(root, path)
  const isBelow = (each: string) => (kind === 'folder' ? each.startsWith(`${path}/`) : each === path)
  const past = history.paths().filter(isBelow)
  const isThere = node !== undefined && (node.kind === 'folder') === (kind === 'folder')
  if (past.length === 0 && !isThere) return undefined
  let count = isThere ? filesIn(node) : 0
  for (const each of past) {
    for (const { id } of history.of(each)) {
      history.forget(each, id)
      count += 1
    }
  }
  if (isThere) {
    dropChild(getParent(root, path, operation), path)
    noteGone(node)
  }
  return count
}

function filesIn(node: Node): number {
  if (node.kind === 'file') return 1
  return [...node.children.values()].reduce((sum, child) => sum + filesIn(child), 0)
}

export function deletedOf(root: FolderNode, history: History): NonNullable<Backend['deleted']> {
  function lastFileOf(path: string): FileNode | undefined {
    return history.of(path).findLast((state) => state.kind === 'version')?.file
  }

  return {
    async *list(folder, { signal }) {
      signal.throwIfAborted()
      if (getNode(root, folder, operation).kind !== 'folder') throw memoryFailure('not-a-folder', folder, operation)
      const found: DeletedEntry[] = []
      for (const path of history.paths()) {
        const newest = history.of(path).at(-1)
        const file = lastFileOf(path)
        if (parentPath(path) !== folder || findNode(root, path) || newest?.kind !== 'deleted' || !file) continue
        found.push({ entry: entryOf(baseName(path), file), deletedMs: newest.modifiedMs })
      }
      if (found.length > 0) yield found
    },
    async restore(path, { signal }) {
      signal.throwIfAborted()
      const file = lastFileOf(path)
      if (!file) throw memoryFailure('not-found', path, operation)
      const { bytes, properties, modifiedMs } = file
      return putFile(root, path, createFileNode({ bytes, properties, modifiedMs }), { ifExists: 'fail', history })
    },
  }
}
