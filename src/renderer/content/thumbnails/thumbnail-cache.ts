/**
 * A cache of thumbnails in the browser's own database, with a maximum number of bytes. The least recently used ones are
 * evicted first.
 */
export interface ThumbnailCache {
  get(key: string): Promise<Blob | undefined>
  put(key: string, image: Blob): Promise<void>
  clear(): Promise<void>
}

export interface ThumbnailUse {
  readonly key: string
  readonly bytes: number
  readonly usedMs: number
}

const mostCachedBytes = 96 * 1024 * 1024
/** A use is recorded only if the last record is older, because the same folders are opened repeatedly. */
const useEveryMs = 3_600_000
/** An eviction removes many entries at once. */
const keptShare = 0.8

export function createThumbnailCache(now: () => number, mostBytes = mostCachedBytes): ThumbnailCache {
  let opened: Promise<IDBDatabase> | undefined
  const database = () => {
    opened ??= openDatabase()
    opened.catch(() => (opened = undefined))
    return opened
  }
  let writtenBytes = Number.POSITIVE_INFINITY // The first write measures the present content.

  async function makeRoom(db: IDBDatabase) {
    const uses = await answerOf<ThumbnailUse[]>(db.transaction('uses').objectStore('uses').getAll())
    const { sum, gone } = leastUsed(uses, mostBytes)
    writtenBytes = sum
    if (gone.length === 0) return
    const work = db.transaction(['uses', 'images'], 'readwrite')
    for (const key of gone) {
      work.objectStore('uses').delete(key)
      work.objectStore('images').delete(key)
    }
    await doneOf(work)
  }

  return {
    async get(key) {
      const db = await database()
      const look = db.transaction(['uses', 'images'])
      const [image, use] = await Promise.all([
        answerOf<Blob | undefined>(look.objectStore('images').get(key)),
        answerOf<ThumbnailUse | undefined>(look.objectStore('uses').get(key)),
      ])
      if (image && use && now() - use.usedMs > useEveryMs) {
        db.transaction('uses', 'readwrite')
          .objectStore('uses')
          .put({ ...use, usedMs: now() })
      }
      return image
    },
    async put(key, image) {
      const db = await database()
      const work = db.transaction(['uses', 'images'], 'readwrite')
      work.objectStore('images').put(image, key)
      work.objectStore('uses').put({ key, bytes: image.size, usedMs: now() } satisfies ThumbnailUse)
      await doneOf(work)
      writtenBytes += image.size
      if (writtenBytes > mostBytes) await makeRoom(db)
    },
    async clear() {
      const work = (await database()).transaction(['uses', 'images'], 'readwrite')
      work.objectStore('uses').clear()
      work.objectStore('images').clear()
      await doneOf(work)
      writtenBytes = 0
    },
  }
}

/** Returns the keys to evict, the least recently used first, and the remaining number of bytes. */
export function leastUsed(
  uses: readonly ThumbnailUse[],
  most: number,
): { readonly sum: number; readonly gone: readonly string[] } {
  let sum = uses.reduce((all, { bytes }) => all + bytes, 0)
  const gone: string[] = []
  if (sum <= most) return { sum, gone }
  for (const { key, bytes } of uses.toSorted((a, b) => a.usedMs - b.usedMs)) {
    if (sum <= most * keptShare) break
    gone.push(key)
    sum -= bytes
  }
  return { sum, gone }
}

function openDatabase(): Promise<IDBDatabase> {
  const asked = indexedDB.open('portolan-thumbnails', 1)
  asked.addEventListener('upgradeneeded', () => {
    asked.result.createObjectStore('images')
    asked.result.createObjectStore('uses', { keyPath: 'key' })
  })
  return answerOf(asked)
}

function answerOf<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result as T))
    request.addEventListener('error', () => reject(request.error ?? new Error('no database')))
  })
}

function doneOf(work: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    work.addEventListener('complete', () => resolve())
    for (const end of ['abort', 'error']) {
      work.addEventListener(end, () => reject(work.error ?? new Error('not written')))
    }
  })
}
