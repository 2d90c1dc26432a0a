/**
 * Removes notices after a time. The time passes only while the window is visible and neither the pointer nor the focus
 * is on the notice.
 */

export interface ExpiryDeps {
  readonly dismiss: (id: number) => void
  readonly now: () => number
  /** Runs after a delay; the returned function cancels it. */
  readonly after: (delayMs: number, run: () => void) => () => void
}

export interface Timed {
  readonly id: number
  readonly times: number
  readonly forMs: number
}

export interface Expiry {
  /** Follows the shown notices. A repeated notice starts its time again. */
  readonly follow: (shown: readonly Timed[]) => void
  /** Called when the pointer or the focus enters or leaves a notice. */
  readonly hold: (id: number, isHeld: boolean) => void
  readonly setSeen: (isSeen: boolean) => void
  readonly stop: () => void
}

interface Running {
  leftMs: number
  times: number
  isHeld: boolean
  /** The start of the current period; undefined while the time is paused. */
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
