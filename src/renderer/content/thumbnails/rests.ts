/** Remembers what is not tried again for a while: a file by its key, or a mount by its name. */
export interface Rests {
  isResting(name: string): boolean
  begin(name: string, howLongMs: number): void
}

const mostRemembered = 10_000

export function createRests(now: () => number): Rests {
  const until = new Map<string, number>()
  return {
    isResting: (name) => (until.get(name) ?? 0) > now(),
    begin(name, howLongMs) {
      if (until.size >= mostRemembered) until.clear()
      until.set(name, now() + howLongMs)
    },
  }
}
