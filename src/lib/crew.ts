/** Runs pieces of work side by side, a few at a time. */
export interface Crew {
  /** Resolves when the work has begun, which may be after others ended. Throws the first error there was. */
  begin(work: () => Promise<void>): Promise<void>
  /** Resolves when nothing runs any more; never throws. */
  idle(): Promise<void>
  /** Waits for all and throws the first error there was. */
  finish(): Promise<void>
}

export function createCrew(limit: number): Crew {
  const running = new Set<Promise<void>>()
  let failed: { readonly error: unknown } | undefined

  function throwIfFailed() {
    if (failed) throw failed.error
  }
  async function idle() {
    await Promise.all(running)
  }
  async function run(work: () => Promise<void>) {
    try {
      await work()
    } catch (error) {
      failed ??= { error }
    }
  }

  return {
    async begin(work) {
      while (running.size >= limit) await Promise.race(running)
      throwIfFailed()
      const turn: Promise<void> = run(work).then(() => void running.delete(turn))
      running.add(turn)
    },
    idle,
    async finish() {
      await idle()
      throwIfFailed()
    },
  }
}
