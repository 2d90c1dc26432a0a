export interface SaverDeps {
  readonly read: () => string
  readonly write: (text: string) => Promise<void>
  readonly now: () => number
  /** Runs after a delay; the function it gives calls that off. */
  readonly after: (delayMs: number, run: () => void) => () => void
}

export interface Saver {
  readonly changed: () => void
  /** Writes at once what is not written. */
  readonly flush: () => void
}

const pauseMs = 100

/** Writes a text when it is another one: the first change at once, those of the next tenth of a second together after it. */
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
    // a change that is made in several steps is seen whole
    changed: () => void (callOff ??= after(Math.max(0, nextMs - now()), flush)),
  }
}
