import { createBudget, type GiveBack } from './budget.ts'

/** A worker pool: runs a few pieces of work in parallel. Its size can change at any time. */
export interface WorkerPool {
  /**
   * Resolves when the work has started, which may be after other work has ended. Throws the first error so far, or the
   * signal's reason; the work is not started then.
   */
  begin(work: () => Promise<void>, signal?: AbortSignal): Promise<void>
  /** Running work continues, even if it exceeds the new size. */
  setSize(size: number): void
  isIdle(): boolean
  /** Resolves when one more piece of work has ended. */
  change(): Promise<void>
  /** Resolves when nothing runs any more; never throws. */
  idle(): Promise<void>
  /** Waits for all work and throws the first error. */
  finish(): Promise<void>
}

export function createWorkerPool(size: number): WorkerPool {
  const slots = createBudget(size)
  const running = new Set<Promise<void>>()
  let failed: { readonly error: unknown } | undefined
  let changed = deferred()

  function throwIfFailed() {
    if (failed) throw failed.error
  }
  async function idle() {
    while (running.size > 0) await Promise.all(running)
  }
  async function run(work: () => Promise<void>) {
    try {
      await work()
    } catch (error) {
      failed ??= { error }
    }
  }
  function end(turn: Promise<void>, giveBack: GiveBack) {
    running.delete(turn)
    giveBack()
    const { resolve } = changed
    changed = deferred()
    resolve()
  }

  return {
    async begin(work, signal) {
      const giveBack = await slots.take(1, signal)
      if (failed) giveBack()
      throwIfFailed()
      const turn: Promise<void> = run(work).then(() => end(turn, giveBack))
      running.add(turn)
    },
    setSize: (next) => slots.setSize(next),
    isIdle: () => running.size === 0,
    change: () => changed.promise,
    idle,
    async finish() {
      await idle()
      throwIfFailed()
    },
  }
}

function deferred() {
  let resolve: () => void = () => {}
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}
