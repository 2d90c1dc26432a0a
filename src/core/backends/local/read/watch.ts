import { type FSWatcher, type Stats, watch } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { FolderChange } from '../../../../contract/api/listing.ts'
import type { Waits } from '../../backend.ts'
import { createChangeFeed } from '../../facets/change-feed.ts'
import { failingAs, refuse } from '../failures/failures.ts'
import { realPathOf } from '../paths/resolve-path.ts'

const operation = 'local.watch'

export interface WatchPace {
  /** The minimum time between two reports. */
  readonly quietMs: number
  /**
   * How often the folder itself is checked. This detects that it was moved, and all changes if the system does not
   * report them.
   */
  readonly pollMs: number
  /** False if the system's notifications are not reliable. */
  readonly useNotices: boolean
}

const usualPace: WatchPace = { quietMs: 200, pollMs: 2000, useNotices: true }

/**
 * Reports changes in a folder, not below it, from the system's notifications. Without them (network disks, no watches
 * left) it checks the folder's modification time. Then only created and removed names are seen, some seconds late.
 */
export async function* watchFolder(
  root: string,
  path: string,
  { signal }: Waits,
  { quietMs, pollMs, useNotices }: WatchPace = usualPace,
): AsyncGenerator<FolderChange> {
  signal.throwIfAborted()
  const { folder, first } = await failingAs(operation, path, async () => {
    const real = await realPathOf(root, path, operation)
    const stats = await stat(real)
    if (!stats.isDirectory()) throw refuse('not-a-folder', 'store.not-a-folder', operation, path)
    return { folder: real, first: stats }
  })

  const feed = createChangeFeed(quietMs)
  let last = first
  async function look() {
    const now = await stat(folder).catch(() => undefined)
    if (!now || !isSameFolder(first, now)) return feed.report('gone')
    if (now.mtimeMs !== last.mtimeMs) feed.report('changed')
    last = now
  }

  const onEvent = (event: string) => {
    feed.report('changed')
    if (event === 'rename') void look()
  }
  const watcher = useNotices ? startWatcher(folder, onEvent) : undefined
  const poll = repeat(look, pollMs)
  try {
    yield* feed.changes(signal)
  } finally {
    poll.stop()
    watcher?.close()
  }
}

function startWatcher(folder: string | Buffer, onEvent: (event: string) => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { encoding: 'buffer' }, onEvent)
    watcher.on('error', () => watcher.close()) // polling continues
    return watcher
  } catch {
    return undefined
  }
}

/** Runs `work` repeatedly, never twice at the same time. */
function repeat(work: () => Promise<void>, everyMs: number): { stop(): void } {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  function plan() {
    if (!isStopped) timer = setTimeout(() => void work().finally(plan), everyMs)
  }
  plan()
  return {
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}

function isSameFolder(a: Stats, b: Stats): boolean {
  return a.ino === b.ino && a.dev === b.dev
}
