/**
 * Runs one task at a time for each name. A check before a rename stays valid, as long as all changes use the same lock.
 */
export interface NameLocks {
  hold<T>(name: string, work: () => Promise<T>): Promise<T>
}

export function createNameLocks(): NameLocks {
  const last = new Map<string, Promise<unknown>>()
  return {
    async hold(name, work) {
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
