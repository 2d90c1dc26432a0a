/** Notifies watchers which transfers have something new to show. */
export interface Changes {
  /** Marks a transfer that should be shown at once. */
  mark(id: number): void
  /** Marks a transfer whose numbers increase. Such marks are collected for a short time. */
  markSoon(id: number): void
  /** Marks a change of the list: other transfers, another order, or other shared limits. */
  markList(): void
  watch(): ChangeWatcher
}

export interface ChangeWatcher {
  /** Resolves when something has changed since the last `take`. */
  next(signal: AbortSignal): Promise<void>
  take(): { readonly ids: ReadonlySet<number>; readonly isList: boolean }
  close(): void
}

const soonMs = 200

interface Watching {
  ids: Set<number>
  isList: boolean
  tell: () => void
}

export function createChanges(): Changes {
  const watching = new Set<Watching>()
  const gathered = new Set<number>()
  let timer: NodeJS.Timeout | undefined

  function tell(change: (watcher: Watching) => void) {
    for (const watcher of watching) {
      change(watcher)
      watcher.tell()
    }
  }
  const mark = (id: number) => tell(({ ids }) => ids.add(id))
  return {
    mark,
    markSoon(id) {
      if (watching.size === 0) return
      gathered.add(id)
      timer ??= setTimeout(() => {
        timer = undefined
        for (const each of gathered) mark(each)
        gathered.clear()
      }, soonMs).unref()
    },
    markList: () => tell((watcher) => (watcher.isList = true)),
    watch() {
      const watcher: Watching = { ids: new Set(), isList: false, tell: () => {} }
      watching.add(watcher)
      return {
        async next(signal) {
          if (watcher.ids.size > 0 || watcher.isList || signal.aborted) return
          await new Promise<void>((resolve) => {
            const done = () => {
              signal.removeEventListener('abort', done)
              resolve()
            }
            watcher.tell = done
            signal.addEventListener('abort', done)
          })
        },
        take() {
          const { ids, isList } = watcher
          watcher.ids = new Set()
          watcher.isList = false
          return { ids, isList }
        },
        close: () => void watching.delete(watcher),
      }
    },
  }
}
