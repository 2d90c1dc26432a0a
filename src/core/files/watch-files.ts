import { existsSync, type FSWatcher, mkdirSync, watch } from 'node:fs'
import { basename, dirname } from 'node:path'

const settleMs = 100

/**
 * Calls back when one of the named files of a folder changed and no more changes follow. Does not keep the process
 * alive.
 */
export function watchFiles(folder: string, names: readonly string[], onChange: () => void): { close(): void } {
  let timer: NodeJS.Timeout | undefined
  const watcher = start(folder, (name) => {
    if (name !== null && !names.includes(name)) return
    clearTimeout(timer)
    timer = setTimeout(onChange, settleMs).unref()
  })
  return {
    close() {
      clearTimeout(timer)
      watcher?.close()
    },
  }
}

/** Like `watchFiles`, for files of several folders. A folder that does not exist is not watched. */
export function watchEach(paths: readonly string[], onChange: () => void): { close(): void } {
  const folders = [...new Set(paths.map((path) => dirname(path)))].filter((folder) => existsSync(folder))
  const watchers = folders.map((folder) => {
    const names = paths.filter((path) => dirname(path) === folder).map((path) => basename(path))
    return watchFiles(folder, names, onChange)
  })
  return {
    close() {
      for (const watcher of watchers) watcher.close()
    },
  }
}

/** Undefined if the folder can't be created or watched. Changes by hand then take effect at the next start. */
function start(folder: string, onName: (name: string | null) => void): FSWatcher | undefined {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const watcher = watch(folder, { persistent: false }, (_, name) => onName(name))
    watcher.on('error', () => watcher.close())
    return watcher
  } catch {
    return undefined
  }
}
