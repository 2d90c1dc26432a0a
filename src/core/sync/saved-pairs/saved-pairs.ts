/** Sync pairs: their list, their runs and their automatic schedules. */
import type { Pair, PairDraft, PairRun, RunPair } from '../../../contract/sync/pairs.ts'
import { createChangeSignal } from '../../../lib/flow/change-signal.ts'
import { pause } from '../../../lib/flow/pause.ts'
import type { Waits } from '../../backends/backend.ts'
import type { Mounts } from '../../mounts/mounts.ts'
import { followChanges } from './follow-changes.ts'
import { followMounts } from './follow-mounts.ts'
import { createPairRuns, type PairRunsDeps } from './pair-runs.ts'
import { openPairStore } from './pair-store.ts'

export interface SavedPairsDeps extends PairRunsDeps {
  readonly folder: string
  /** The id of this program among those that share the list. */
  readonly owner: string
  readonly mounts: Pick<Mounts, 'changes' | 'open'>
  /** Runs pairs when they are due. A single command runs only the requested pair. */
  readonly runsSchedules: boolean
  readonly now?: () => number
  /** How often to check which pairs are due and whether disks are mounted. */
  readonly lookEveryMs?: number
}

export interface SavedPairs {
  watch(waits: Waits): AsyncGenerator<{ pairs: Pair[]; notice?: string }>
  save(draft: PairDraft, was?: string): void
  remove(name: string): void
  setPaused(name: string, isPaused: boolean): void
  run(wish: RunPair): { run: number }
  /** Cancels the current run. Finished steps stay. */
  cancel(name: string): Promise<void>
  history(name: string, page: { before?: number; limit: number }): { runs: PairRun[]; next?: number }
  /** Runs in progress are resumed at the next start. */
  close(): Promise<void>
}

/** Shorter than the time after which a silent program counts as gone. */
const usualLookMs = 5000
const foreignLookMs = 1000
const coalesceMs = 200

export function createSavedPairs(deps: SavedPairsDeps): SavedPairs {
  const { lookEveryMs = usualLookMs, mounts, runsSchedules } = deps
  const store = openPairStore(deps.folder, deps.owner, deps.now)
  const closing = new AbortController()
  const { signal } = closing
  const changed = createChangeSignal()
  const runs = createPairRuns(store, deps, { changed, signal })

  function look(): void {
    store.runs.beat()
    if (!runsSchedules) return
    runs.takeOver()
    runs.beginDue()
  }
  let foreign = store.foreignChanges()
  function lookForForeignChanges(): void {
    const found = store.foreignChanges()
    if (found !== foreign) changed.emit()
    foreign = found
  }
  const timers = [
    setInterval(() => quietly(look), lookEveryMs),
    setInterval(() => quietly(lookForForeignChanges), foreignLookMs),
  ]
  for (const timer of timers) timer.unref()
  if (runsSchedules) {
    const wanting = (key: 'onMount' | 'onChange') =>
      store.list().filter(({ schedule, isPaused }) => schedule[key] === true && !isPaused)
    const following = {
      pairs: wanting,
      begin: (name: string, by: PairRun['begunBy']) => runs.beginUnasked(name, by),
      changed,
      signal,
    }
    void followMounts(mounts, following, lookEveryMs).catch(() => {}) // The signal ends it.
    void followChanges(mounts, following).catch(() => {})
    quietly(look)
  }
  function telling(change: () => void): void {
    change()
    changed.emit()
  }

  return {
    async *watch({ signal: watching }) {
      for await (const _ of changed.occasions(watching)) {
        const pairs = store.list().map((pair) => withLooked(pair, runs.lookedOf(pair.name)))
        yield { pairs, ...(store.notice !== undefined && { notice: store.notice }) }
        await pause(coalesceMs, watching)
      }
    },
    save: (draft, was) => telling(() => store.save(draft, was)),
    remove: (name) => telling(() => store.remove(name)),
    setPaused: (name, isPaused) => telling(() => store.setPaused(name, isPaused)),
    cancel: (name) => runs.cancel(name),
    run: ({ name, ...wish }) => ({ run: runs.begin(name, 'person', wish) }),
    history(name, page) {
      store.get(name)
      const found = [...store.runs.history(name, page)]
      const last = found.at(-1)
      return { runs: found, ...(last && found.length === page.limit && { next: last.id }) }
    },
    async close() {
      for (const timer of timers) clearInterval(timer)
      closing.abort(new DOMException('the program is being closed', 'AbortError'))
      await runs.idle()
      store.close()
    },
  }
}

/** A full disk must not end the program. The work is tried again at the next check. */
function quietly(work: () => void): void {
  try {
    work()
  } catch {
    // The failure is reported when a user calls the API.
  }
}

function withLooked(pair: Pair, looked: number | undefined): Pair {
  return looked === undefined ? pair : { ...pair, looked }
}
