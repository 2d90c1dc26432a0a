/** The contents of an archive. They are indexed once for all readers, and can be shown during indexing. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Backend, Waits } from '../../backends/backend.ts'
import { unlessAborted } from '../../../lib/flow/unless-aborted.ts'
import { type OpenArchive, openArchive } from './open-archive.ts'

/** The shortest time between two checks whether the archive is still the same. */
const checkEveryMs = 1000
/** The longest time for which indexing blocks the event loop. */
const turnMs = 15

/** One indexing run over an archive in one state. */
export interface IndexRun {
  readonly archive: OpenArchive
  /** Identifies the state of the archive. */
  readonly state: string
  readonly isDone: () => boolean
  /** Returns why not all entries could be found. */
  readonly failure: () => unknown
  /** Resolves when there may be more entries. */
  more(waits: Waits): Promise<void>
}

interface Running {
  readonly run: Promise<IndexRun>
  readonly state: string
  readonly stop: AbortController
  users: number
  isDone: boolean
}

export interface ArchiveIndex {
  /** Provides a run for some work. Indexing stops when no work waits for it any more. */
  use<T>(waits: Waits, work: (run: IndexRun) => AsyncGenerator<T>): AsyncGenerator<T>
  /** Called when the archive was replaced. */
  forget(): void
  close(): Promise<void>
}

export function createArchiveIndex(
  target: { readonly backend: Backend; readonly path: string; readonly name: string },
  now: () => number = Date.now,
): ArchiveIndex {
  let current: Running | undefined
  let checkedAt = Number.NEGATIVE_INFINITY

  async function running(waits: Waits): Promise<Running> {
    if (current && now() - checkedAt < checkEveryMs) return current
    const { sizeBytes = 0, modifiedMs } = await target.backend.stat(target.path, waits)
    checkedAt = now()
    const state = `${sizeBytes}-${modifiedMs ?? ''}`
    if (current?.state === state) return current
    if (current) drop(current)
    current = start(sizeBytes, state)
    return current
  }
  function start(sizeBytes: number, state: string): Running {
    const stop = new AbortController()
    const run = openArchive(target, sizeBytes, { signal: stop.signal }).then((archive) => {
      const found = indexRun(archive, state, stop.signal)
      void found.ended.then(() => (started.isDone = true))
      return found
    })
    const started: Running = { run, state, stop, users: 0, isDone: false }
    run.catch(() => {
      if (current === started) current = undefined
    })
    return started
  }
  function drop(old: Running): void {
    if (current === old) current = undefined
    // Current readers continue.
    if (!old.isDone && old.users === 0) old.stop.abort(new DOMException('nobody waits for it any more', 'AbortError'))
    void old.run.then(({ archive }) => (old.users === 0 ? archive.close() : undefined)).catch(() => {})
  }

  return {
    async *use(waits, work) {
      const own = await running(waits)
      own.users += 1
      try {
        yield* work(await unlessAborted(own.run, waits.signal))
      } finally {
        own.users -= 1
        if (own.users === 0 && (!own.isDone || own !== current)) drop(own)
      }
    },
    forget() {
      if (current) drop(current)
    },
    async close() {
      if (current) drop(current)
    },
  }
}

function indexRun(archive: OpenArchive, state: string, signal: AbortSignal) {
  let isDone = false
  let failure: unknown
  let turnBegan = performance.now()
  let wake = () => {}
  let waking = new Promise<void>((resolve) => (wake = resolve))
  function notify() {
    const wakeAll = wake
    waking = new Promise<void>((resolve) => (wake = resolve))
    wakeAll()
  }
  async function onBatch() {
    signal.throwIfAborted()
    if (performance.now() - turnBegan < turnMs) return
    notify()
    await nextTurn()
    turnBegan = performance.now()
  }
  const ended = archive
    .index({ signal, onBatch })
    .catch((error: unknown) => (failure = error))
    .finally(() => {
      isDone = true
      notify()
    })
  return {
    archive,
    state,
    ended,
    isDone: () => isDone,
    failure: () => failure,
    more: (waits: Waits) => (isDone ? Promise.resolve() : unlessAborted(waking, waits.signal)),
  }
}
