export interface SaverDeps {
  readonly read: () => string
  readonly write: (text: string) => Promise<void>
  readonly now: () => number
  /** Runs after a delay; the returned function cancels it. */
  readonly after: (delayMs: number, run: () => void) => () => void
}

export interface Saver {
  readonly changed: () => void
  /** Writes pending changes at once. */
  readonly flush: () => void
}

const pauseMs = 100

/**
 * Writes a text when it changes. The first change is written at once; the changes of the next tenth of a second are
 * written together.
 */
export function createSaver({ read, write, now, after }: SaverDeps): Saver {
  let written: string | undefined
  let nextMs = -Infinity
  let callOff: (() => void) | undefined

  function flush() {
    callOff?.()
    callOff = undefined
    const next = read()
    if (next === written) return
    written = next
    nextMs = now() + pauseMs
    write(next).catch(() => {
      if (written === next) written = undefined
    })
  }
  return {
    flush,
    // A timer is used also for the first change, so that a change in several steps is written completely.
    changed: () => void (callOff ??= after(Math.max(0, nextMs - now()), flush)),
  }
}
