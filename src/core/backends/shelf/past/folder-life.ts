import { childPath } from '../../../../contract/location.ts'
import { nextTask } from '../../../../lib/flow/next-task.ts'
import type { MomentOptions } from '../../backend.ts'
import type { FolderLife } from '../../facets/moments.ts'
import type { Shelf } from '../shelf.ts'

const pagePaths = 1000
/** After this many pages the search stops, and the folder is treated as one that existed. */
const mostPages = 20

/**
 * Tells, from the index, whether a folder had entries below it then, whether it has entries now, and whether any of
 * them changed.
 */
export async function folderLife(
  { history }: Shelf,
  folder: string,
  { atMs, signal }: MomentOptions,
): Promise<FolderLife> {
  let livedThen = false
  let livesNow = false
  let hasChanged = false
  let pages = 0
  for (const isDeep of [false, true]) {
    for (let after: string | undefined; ;) {
      const rows = history.pathsAt({ folder, isDeep, after }, atMs, pagePaths)
      const last = rows.at(-1)
      if (!last) break
      for (const { before, now } of rows) {
        livedThen ||= before !== undefined
        livesNow ||= now !== undefined
        hasChanged ||= before?.sum !== now?.sum
      }
      if (livedThen && livesNow && hasChanged) return { livedThen, livesNow, hasChanged }
      pages += 1
      if (pages === mostPages) return { livedThen: true, livesNow: true }
      after = childPath(last.folder, last.name)
      await nextTask()
      signal.throwIfAborted()
    }
  }
  return { livedThen, livesNow, hasChanged }
}
