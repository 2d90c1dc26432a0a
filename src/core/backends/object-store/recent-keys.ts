/** Remembers keys with a recent result for a while, because copying many files asks the same questions repeatedly. */
export interface RecentKeys {
  has(bucket: string, key: string): boolean
  add(bucket: string, key: string): void
  drop(bucket: string, key: string): void
}

const most = 1000

export function createRecentKeys(goodForMs: number, now: () => number = Date.now): RecentKeys {
  const seen = new Map<string, number>()
  const nameOf = (bucket: string, key: string) => `${bucket}/${key}`

  return {
    has: (bucket, key) => now() - (seen.get(nameOf(bucket, key)) ?? -Infinity) < goodForMs,
    add(bucket, key) {
      const name = nameOf(bucket, key)
      seen.delete(name)
      seen.set(name, now())
      const [oldest] = seen.keys()
      if (seen.size > most && oldest !== undefined) seen.delete(oldest)
    },
    drop: (bucket, key) => void seen.delete(nameOf(bucket, key)),
  }
}
