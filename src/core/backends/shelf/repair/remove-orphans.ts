/** Removes contents that no version needs, which killed programs may leave. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Waits } from '../../backend.ts'
import { contentPath } from '../contents/places.ts'
import type { Shelf } from '../shelf.ts'

export interface Orphans {
  readonly count: number
  readonly sizeBytes: number
}

/** This is safe: before a content is recorded in the index, its existence is checked again with the lock. */
export async function removeOrphans(shelf: Shelf, { signal }: Waits): Promise<Orphans> {
  const { history, layout, content, lock } = shelf
  let count = 0
  let sizeBytes = 0
  for (const folder of await readdir(layout.content)) {
    signal.throwIfAborted()
    const names = await readdir(join(layout.content, folder))
    await lock.hold(signal, async () => {
      const unneeded = names.filter((name) => /^[0-9a-f]{64}$/.test(name) && !history.isNeeded(name))
      for (const sum of unneeded) {
        const stats = await stat(join(layout.content, contentPath(sum))).catch(() => undefined)
        sizeBytes += stats?.size ?? 0
      }
      if (unneeded.length === 0) return
      count += unneeded.length
      history.noteRemoved()
      await content.remove(unneeded)
    })
  }
  return { count, sizeBytes }
}
