import type { Version } from '../../../contract/facets.ts'
import type { FileNode } from './tree.ts'

/** A state that a path had before the present one. */
export type PastState =
  | { readonly kind: 'version'; readonly id: string; readonly modifiedMs: number; readonly file: FileNode }
  | { readonly kind: 'deleted'; readonly id: string; readonly modifiedMs: number }

/** The past states of each path, oldest first, without the present one. */
export interface History {
  replaced(path: string, file: FileNode): void
  deleted(path: string, file: FileNode): void
  of(path: string): readonly PastState[]
  paths(): readonly string[]
  forget(path: string, id: string): void
}

export function createHistory(): History {
  const states = new Map<string, PastState[]>()
  let deletions = 0

  function add(path: string, ...added: PastState[]) {
    states.set(path, [...(states.get(path) ?? []), ...added])
  }
  const pastOf = (file: FileNode): PastState => ({ kind: 'version', id: file.id, modifiedMs: file.modifiedMs, file })

  return {
    replaced: (path, file) => add(path, pastOf(file)),
    deleted(path, file) {
      deletions += 1
      add(path, pastOf(file), { kind: 'deleted', id: `deletion-${deletions}`, modifiedMs: Date.now() })
    },
    of: (path) => states.get(path) ?? [],
    paths: () => [...states.keys()],
    forget(path, id) {
      const rest = (states.get(path) ?? []).filter((state) => state.id !== id)
      if (rest.length > 0) states.set(path, rest)
      else states.delete(path)
    },
  }
}

export function versionOf(state: PastState, isCurrent: boolean): Version {
  const { id, kind, modifiedMs } = state
  return { id, kind, modifiedMs, isCurrent, ...(state.kind === 'version' && { sizeBytes: state.file.bytes.length }) }
}
