/** Folders known to be there, for a while: writing many files into one asks for it once. */
export interface RecentFolders {
  has(bucket: string, prefix: string): boolean
  add(bucket: string, prefix: string): void
  drop(bucket: string, prefix: string): void
}

const most = 1000
const goodForMs = 30_000

/** Being wrong does no harm: a file written into a folder that is gone brings it back. */
export function createRecentFolders(now: () => number = Date.now): RecentFolders {
  const seen = new Map<string, number>()
  const keyOf = (bucket: string, prefix: string) => `${bucket}/${prefix}`

  return {
    has: (bucket, prefix) => now() - (seen.get(keyOf(bucket, prefix)) ?? -Infinity) < goodForMs,
    add(bucket, prefix) {
      const key = keyOf(bucket, prefix)
      seen.delete(key)
      seen.set(key, now())
      const [oldest] = seen.keys()
      if (seen.size > most && oldest !== undefined) seen.delete(oldest)
    },
    drop: (bucket, prefix) => void seen.delete(keyOf(bucket, prefix)),
  }
}
