/**
 * Runs one task at a time for each name. A check before a rename stays valid, as long as all changes use the same lock.
 */
export interface Turns {
  take<T>(name: string, work: () => Promise<T>): Promise<T>
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>()
  return {
    async take(name, work) {
      const before = last.get(name)
      const mine = (async () => {
        await before?.catch(() => {})
        return work()
      })()
      last.set(name, mine)
      try {
        return await mine
      } finally {
        if (last.get(name) === mine) last.delete(name)
      }
    },
  }
}
