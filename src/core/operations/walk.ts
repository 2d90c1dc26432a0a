import type { WalkItem } from '../../contract/api/listing.ts'
import { entryKinds } from '../../contract/choices.ts'
import type { EntryPage } from '../../contract/entry-page.ts'
import { StorageError } from '../../contract/failure.ts'
import { childPath } from '../../contract/location.ts'
import type { Backend, Waits } from '../backends/backend.ts'

const folderKind = entryKinds.indexOf('folder')
const decoder = new TextDecoder()

/** Folders of one level that must still be visited, the next one last. */
interface Level {
  readonly path: string
  readonly names: string[]
}

export interface WalkOptions extends Waits {
  /** Skips folders whose names begin with a dot. */
  readonly skipsHidden?: boolean
}

/**
 * Walks a folder and everything below it, depth first: the pages of a folder, then its subfolders one after the other.
 * An unreadable folder is an item with its failure. Symbolic links are not followed. It holds only the names of the
 * folders on the current path in memory.
 */
export async function* walk(backend: Backend, path: string, options: WalkOptions): AsyncGenerator<WalkItem> {
  const { signal, skipsHidden = false } = options
  const levels: Level[] = []
  for (let next: string | undefined = path; next !== undefined; next = takeNext(levels)) {
    const names: string[] = []
    try {
      for await (const page of backend.list(next, { signal })) {
        for (const name of folderNames(page)) if (!skipsHidden || !name.startsWith('.')) names.push(name)
        yield { path: next, page }
      }
    } catch (error) {
      if (!(error instanceof StorageError) || signal.aborted) throw error
      yield { path: next, failure: error.failure }
    }
    if (names.length > 0) levels.push({ path: next, names: names.toReversed() })
  }
}

function takeNext(levels: Level[]): string | undefined {
  for (;;) {
    const level = levels.at(-1)
    if (!level) return undefined
    const name = level.names.pop()
    if (name !== undefined) return childPath(level.path, name)
    levels.pop()
  }
}

/** Reads the columns directly. Most rows are files, whose names need not be decoded. */
function folderNames(page: EntryPage): string[] {
  const names: string[] = []
  page.kinds.forEach((kind, row) => {
    if (kind !== folderKind) return
    const start = row === 0 ? 0 : page.nameEnds[row - 1]
    names.push(decoder.decode(page.names.subarray(start, page.nameEnds[row])))
  })
  return names
}
