/** Records what other programs do while a shelf is open, shortly after they did it. */
import { setTimeout as wait } from 'node:timers/promises'
import { childPath } from '../../../../contract/location.ts'
import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import { statsIfAny } from '../file-state.ts'
import { noteFolder, scanShelf, scanTree } from './scan.ts'
import { fullPath, noteOutside, type Shelf } from '../shelf.ts'
import { type TreeWatch, watchTree } from './watch-tree.ts'

export interface WatchPace {
  /** A folder is scanned when nothing has changed in it for this time, */
  readonly quietMs: number
  /** or when this time has passed since its first change. */
  readonly longestMs: number
  /** If changes may go unreported, all folders are scanned at this interval. */
  readonly scanMs: number
}

const usualPace: WatchPace = { quietMs: 3000, longestMs: 30_000, scanMs: 600_000 }
const pagePaths = 500

interface Change {
  readonly firstMs: number
  lastMs: number
}

/** Scans all folders once, then each one in which something changes. Ends with the signal. */
export async function watchOutside(shelf: Shelf, signal: AbortSignal, pace: WatchPace = usualPace): Promise<void> {
  const changes = new Map<string, Change>()
  let wake = () => {}
  const tree = watchTree({
    root: shelf.root,
    osPathOf: (folder) => fullPath(shelf, folder),
    onChange(folder) {
      const now = Date.now()
      const change = changes.get(folder)
      if (change) change.lastMs = now
      else changes.set(folder, { firstMs: now, lastMs: now })
      wake()
    },
  })
  try {
    for (;;) {
      const scannedMs = Date.now()
      await scanShelf(shelf, signal, (folder) => void tree.add(folder))
      while (!tree.isPartial || Date.now() - scannedMs < pace.scanMs) {
        if (changes.size === 0) await untilWoken(tree.isPartial ? pace.scanMs : undefined)
        else await wait(pace.quietMs, undefined, { signal, ref: false })
        await noteDue(shelf, tree, { changes, pace, signal })
      }
    }
  } finally {
    tree.close()
  }

  /** Waits until a change is reported, or for this time. */
  async function untilWoken(mostMs: number | undefined): Promise<void> {
    const woken = new Promise<void>((resolve) => (wake = resolve))
    if (mostMs === undefined) return unlessAborted(woken, signal)
    const late = new AbortController()
    const timer = wait(mostMs, undefined, { signal: late.signal, ref: false }).catch(() => {})
    try {
      await unlessAborted(Promise.race([woken, timer]), signal)
    } finally {
      late.abort()
    }
  }
}

interface Due {
  readonly changes: Map<string, Change>
  readonly pace: WatchPace
  readonly signal: AbortSignal
}

async function noteDue(shelf: Shelf, tree: TreeWatch, { changes, pace, signal }: Due): Promise<void> {
  const now = Date.now()
  for (const [folder, { firstMs, lastMs }] of changes) {
    if (now - lastMs < pace.quietMs && now - firstMs < pace.longestMs) continue
    changes.delete(folder)
    await noteChangedFolder(shelf, tree, folder, signal).catch(() => {}) // the next change scans it again
    signal.throwIfAborted()
  }
}

async function noteChangedFolder(shelf: Shelf, tree: TreeWatch, folder: string, signal: AbortSignal): Promise<void> {
  if (!(await statsIfAny(fullPath(shelf, folder)))?.isDirectory()) return noteGone(shelf, folder, signal)
  const inside = await noteFolder(shelf, folder, signal)
  for (const each of inside) if (tree.add(each)) await scanTree(shelf, each, signal, (below) => void tree.add(below))
  for (const name of shelf.history.foldersIn(folder)) {
    const known = childPath(folder, name)
    if (!inside.includes(known)) await noteGone(shelf, known, signal)
  }
}

/** Records the files of a folder that no longer exists as deleted. */
async function noteGone(shelf: Shelf, folder: string, signal: AbortSignal): Promise<void> {
  for (let after: string | undefined; ;) {
    const paths = shelf.history.pathsBelow(folder, after, pagePaths)
    if (paths.length === 0) return
    for (const path of paths)
      if (shelf.history.present(path)) await shelf.lock.hold(signal, () => noteOutside(shelf, path, signal))
    after = paths.at(-1)
  }
}
