/** What backends share that show folders as they were. */
import type { Entry, SinceThen } from '../../contract/entry.ts'
import type { ListOptions } from './backend.ts'

/** A state of a file, with its version, and its sums where they are known. */
export type FileState = Entry & { readonly version: string }

type Wish = Pick<ListOptions, 'withAdded' | 'withSums'>

/** A file as it was, with what became of it. Undefined for one that is not to be shown. */
export function fileThen(then: FileState | undefined, now: FileState | undefined, wish: Wish): Entry | undefined {
  const shown = then ?? (wish.withAdded ? now : undefined)
  if (!shown) return undefined
  const { sums, version, ...entry } = shown
  const since: SinceThen = !then ? 'added' : !now ? 'deleted' : hasSameBytes(then, now) ? 'same' : 'changed'
  return { ...entry, since, ...(then && version && { version }), ...(wish.withSums && sums && { sums }) }
}

/** As far as is known: a sum that one of them lacks says nothing. */
function hasSameBytes(then: FileState, now: FileState): boolean {
  if (then.version === now.version) return true
  if (then.sizeBytes !== now.sizeBytes) return false
  return Object.entries(then.sums ?? {}).some(([name, sum]) => now.sums?.[name] === sum)
}

/** What is known of a folder; of a large one not all may be. */
export interface FolderLife {
  readonly livedThen: boolean
  readonly livesNow: boolean
  /** Has anything below it changed? */
  readonly hasChanged?: boolean
}

export function folderThen(
  name: string,
  { livedThen, livesNow, hasChanged }: FolderLife,
  { withAdded = false }: Wish,
): Entry | undefined {
  if (!livedThen && !(withAdded && livesNow)) return undefined
  const known = hasChanged === undefined ? undefined : hasChanged ? 'changed' : 'same'
  const since = !livedThen ? 'added' : livesNow ? known : 'deleted'
  return { name, kind: 'folder', ...(since && { since }) }
}
