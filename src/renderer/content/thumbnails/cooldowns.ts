/** Remembers what is not tried again for a while: a file by its key, or a mount by its name. */
export interface Cooldowns {
  isCoolingDown(name: string): boolean
  begin(name: string, howLongMs: number): void
}

const mostRemembered = 10_000

export function createCooldowns(now: () => number): Cooldowns {
  const until = new Map<string, number>()
  return {
    isCoolingDown: (name) => (until.get(name) ?? 0) > now(),
    begin(name, howLongMs) {
      if (until.size >= mostRemembered) until.clear()
      until.set(name, now() + howLongMs)
    },
  }
}
