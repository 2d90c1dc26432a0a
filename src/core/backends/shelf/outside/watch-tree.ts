/**
 * Reports in which folders of a tree something changed, using the system's notifications. A folder is watched once it
 * is added; macOS and Windows watch the whole tree by themselves.
 */
import { type FSWatcher, watch } from 'node:fs'
import { escapeName } from '../../byte-names.ts'
import { childPath, parentPath } from '../../../../contract/location.ts'
import type { OsPath } from '../../backend.ts'
import { isOwnPath } from '../layout.ts'

export interface TreeWatch {
  /** Returns false if the folder is already watched. */
  add(folder: string): boolean
  /**
   * True if changes in some folders may go unreported, because the system has no watches left or cannot watch there.
   */
  readonly isPartial: boolean
  close(): void
}

export interface WatchedTree {
  readonly root: string
  readonly osPathOf: (folder: string) => OsPath
  readonly onChange: (folder: string) => void
}

export function watchTree(tree: WatchedTree, platform: NodeJS.Platform = process.platform): TreeWatch {
  return platform === 'darwin' || platform === 'win32' ? watchWhole(tree) : watchFolders(tree)
}

function watchWhole({ root, onChange }: WatchedTree): TreeWatch {
  const added = new Set<string>()
  let isPartial = false
  let watcher: FSWatcher | undefined
  try {
    watcher = watch(root, { recursive: true, encoding: 'buffer', persistent: false }, (_event, name) => {
      onChange(name === null ? '' : parentPath(placeOfOsName(name)))
    })
    watcher.on('error', () => (isPartial = true))
  } catch {
    isPartial = true
  }
  return {
    add(folder) {
      if (added.has(folder)) return false
      added.add(folder)
      return true
    },
    get isPartial() {
      return isPartial
    },
    close: () => watcher?.close(),
  }
}

function placeOfOsName(name: Buffer): string {
  return name
    .toString('latin1')
    .split(/[/\\]/)
    .map((part) => escapeName(Buffer.from(part, 'latin1')))
    .join('/')
}

function watchFolders({ osPathOf, onChange }: WatchedTree): TreeWatch {
  const watchers = new Map<string, FSWatcher>()
  let isPartial = false
  function drop(folder: string) {
    watchers.get(folder)?.close()
    watchers.delete(folder)
  }
  return {
    add(folder) {
      if (watchers.has(folder)) return false
      try {
        const watcher = watch(osPathOf(folder), { persistent: false }, (_event, name) => {
          if (name === null || !isOwnPath(childPath(folder, name))) onChange(folder)
        })
        watchers.set(folder, watcher)
        // the folder or its disk is gone
        watcher.on('error', () => {
          drop(folder)
          onChange(parentPath(folder))
        })
      } catch (error) {
        if ((error as { code?: string }).code !== 'ENOENT') isPartial = true
      }
      return true
    },
    get isPartial() {
      return isPartial
    },
    close() {
      for (const folder of watchers.keys()) drop(folder)
    },
  }
}
