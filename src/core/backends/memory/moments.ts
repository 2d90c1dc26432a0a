import type { Entry } from '../../../contract/entry.ts'
import { packEntries } from '../../../contract/entry-page.ts'
import { baseName, childPath } from '../../../contract/location.ts'
import type { Backend, ListOptions, MomentOptions } from '../backend.ts'
import { type FileState, fileThen, folderThen } from '../facets/moments.ts'
import { memoryFailure } from './failures.ts'
import type { History } from './history.ts'
import { entryOf, type FileNode, findNode, type FolderNode, sumsOf } from './tree.ts'

interface Life {
  readonly before: FileNode | undefined
  readonly now: FileNode | undefined
}

/** Folders have no history of their own: a folder existed if a file below it did. */
export function momentsOf(root: FolderNode, history: History): NonNullable<Backend['moments']> {
  function lifeOf(path: string, atMs: number): Life {
    const node = findNode(root, path)
    const now = node?.kind === 'file' ? node : undefined
    const past = history.of(path).findLast((state) => madeMsOf(state) <= atMs)
    const before = now && now.madeMs <= atMs ? now : past?.kind === 'version' ? past.file : undefined
    return { before, now }
  }

  /** Returns everything that is or was below a folder, by its first name. */
  function livesBelow(folder: string, atMs: number): ReadonlyMap<string, { file?: Life; below: Life[] }> {
    const start = folder === '' ? '' : `${folder}/`
    const found = new Map<string, { file?: Life; below: Life[] }>()
    for (const path of new Set([...history.paths(), ...filesOf(root, '')])) {
      if (!path.startsWith(start)) continue
      const [name = '', ...deeper] = path.slice(start.length).split('/')
      const child = found.get(name) ?? { below: [] }
      found.set(name, child)
      if (deeper.length > 0) child.below.push(lifeOf(path, atMs))
      else child.file = lifeOf(path, atMs)
    }
    return found
  }

  function entriesOf(folder: string, options: Omit<ListOptions, 'signal'> & { readonly atMs: number }): Entry[] {
    const entries: (Entry | undefined)[] = []
    for (const [name, { file, below }] of livesBelow(folder, options.atMs)) {
      if (file) entries.push(fileThen(stateOf(name, file.before), stateOf(name, file.now), options))
      if (below.length > 0) entries.push(folderThen(name, lifeOfAll(below), options))
    }
    return entries.filter((entry) => entry !== undefined)
  }

  return {
    async *list(path, { signal, ...options }) {
      signal.throwIfAborted()
      const entries = entriesOf(path, options)
      if (entries.length > 0) yield packEntries(entries)
      else if (path !== '') {
        const kind = lifeOf(path, options.atMs).before ? 'not-a-folder' : 'not-found'
        throw memoryFailure(kind, path, 'memory.moments.list')
      }
    },
    async stat(path, { signal, atMs }: MomentOptions) {
      signal.throwIfAborted()
      if (path === '') return { name: '', kind: 'folder' }
      const name = baseName(path)
      const parent = path.slice(0, Math.max(0, path.length - name.length - 1))
      const found = entriesOf(parent, { atMs, withSums: true }).find((entry) => entry.name === name)
      if (found) return found
      throw memoryFailure('not-found', path, 'memory.moments.stat')
    },
    async changes(path, { signal, most }) {
      signal.throwIfAborted()
      const start = path === '' ? '' : `${path}/`
      const made = new Set<number>()
      for (const each of new Set([...history.paths(), ...filesOf(root, '')])) {
        if (!each.startsWith(start)) continue
        for (const state of history.of(each)) made.add(madeMsOf(state))
        const node = findNode(root, each)
        if (node?.kind === 'file') made.add(node.madeMs)
      }
      return [...made].toSorted((a, b) => b - a).slice(0, most)
    },
  }
}

function madeMsOf(state: ReturnType<History['of']>[number]): number {
  return state.kind === 'version' ? state.file.madeMs : state.modifiedMs
}

function stateOf(name: string, file: FileNode | undefined): FileState | undefined {
  return file && { ...entryOf(name, file), version: file.id, sums: sumsOf(file) }
}

function lifeOfAll(lives: readonly Life[]) {
  return {
    livedThen: lives.some(({ before }) => before),
    livesNow: lives.some(({ now }) => now),
    hasChanged: lives.some(({ before, now }) => before !== now),
  }
}

function* filesOf(folder: FolderNode, path: string): Generator<string> {
  for (const [name, node] of folder.children) {
    const at = childPath(path, name)
    if (node.kind === 'folder') yield* filesOf(node, at)
    else yield at
  }
}
