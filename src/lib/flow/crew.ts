import { createBudget, type GiveBack } from './budget.ts'

/** Runs pieces of work side by side, a few at a time. How many can be changed meanwhile. */
export interface Crew {
  /**
   * Resolves when the work has begun, which may be after others ended. Throws the first error there was, or the signal's
   * reason; the work is not begun then.
   */
  begin(work: () => Promise<void>, signal?: AbortSignal): Promise<void>
  /** What runs goes on, also where it is more than the new size. */
  setSize(size: number): void
  isIdle(): boolean
  /** Resolves when one more has ended. */
  change(): Promise<void>
  /** Resolves when nothing runs any more; never throws. */
  idle(): Promise<void>
  /** Waits for all and throws the first error there was. */
  finish(): Promise<void>
}

export function createCrew(size: number): Crew {
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
