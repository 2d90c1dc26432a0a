/** When each notice goes by itself. Its time passes only while it can be read: the window is seen and nobody is on it. */

export interface ExpiryDeps {
  readonly dismiss: (id: number) => void
  readonly now: () => number
  /** Runs after a delay; the function it gives calls that off. */
  readonly after: (delayMs: number, run: () => void) => () => void
}

export interface Timed {
  readonly id: number
  readonly times: number
  readonly forMs: number
}

export interface Expiry {
  /** Those that are shown now; one that was said again has its whole time again. */
  readonly follow: (shown: readonly Timed[]) => void
  /** A pointer or the focus is on it. */
  readonly hold: (id: number, isHeld: boolean) => void
  readonly setSeen: (isSeen: boolean) => void
  readonly stop: () => void
}

interface Running {
  leftMs: number
  times: number
  isHeld: boolean
  /** Since when its time passes; undefined while it does not. */
  sinceMs: number | undefined
  callOff: () => void
}

export function createExpiry({ dismiss, now, after }: ExpiryDeps): Expiry {
  const running = new Map<number, Running>()
  let isSeen = true

  function settle(id: number, each: Running) {
    if (each.sinceMs !== undefined) each.leftMs -= now() - each.sinceMs
    each.callOff()
    const passes = isSeen && !each.isHeld
    each.sinceMs = passes ? now() : undefined
    each.callOff = passes ? after(Math.max(0, each.leftMs), () => dismiss(id)) : () => {}
  }
  const settleAll = () => running.forEach((each, id) => settle(id, each))

  return {
    follow(shown) {
      const ids = new Set(shown.map(({ id }) => id))
      for (const [id, each] of running) {
        if (ids.has(id)) continue
        each.callOff()
        running.delete(id)
      }
      for (const { id, times, forMs } of shown) {
        const known = running.get(id)
        if (known?.times === times) continue
        known?.callOff()
        const each = { leftMs: forMs, times, isHeld: known?.isHeld ?? false, sinceMs: undefined, callOff: () => {} }
        running.set(id, each)
        settle(id, each)
      }
    },
    hold(id, isHeld) {
      const each = running.get(id)
      if (!each || each.isHeld === isHeld) return
      each.isHeld = isHeld
      settle(id, each)
    },
    setSeen(next) {
      isSeen = next
      settleAll()
    },
    stop() {
      for (const each of running.values()) each.callOff()
      running.clear()
    },
  }
}
