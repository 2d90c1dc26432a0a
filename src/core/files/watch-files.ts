import { type FSWatcher, mkdirSync, watch } from 'node:fs'

const settleMs = 100

/** Calls back when one of the named files of a folder changed and came to rest. Does not keep the process alive. */
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

/** Undefined where the folder can't be made or watched: changes by hand are then seen at the next start. */
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
