/** Shared code of backends that show folders as they were at an earlier moment. */
import type { Entry, SinceThen } from '../../../contract/entry.ts'
import type { ListOptions } from '../backend.ts'

/** A state of a file with its version, and its checksums if known. */
export type FileState = Entry & { readonly version: string }

type Wish = Pick<ListOptions, 'withAdded' | 'withSums'>

/** Returns a file as it was, with what happened to it since. Undefined if it must not be shown. */
export function fileThen(then: FileState | undefined, now: FileState | undefined, wish: Wish): Entry | undefined {
  const shown = then ?? (wish.withAdded ? now : undefined)
  if (!shown) return undefined
  const { sums, version, ...entry } = shown
  const since: SinceThen = !then ? 'added' : !now ? 'deleted' : hasSameBytes(then, now) ? 'same' : 'changed'
  return { ...entry, since, ...(then && version && { version }), ...(wish.withSums && sums && { sums }) }
}

/** Returns true only if equality is known; a checksum that one of them lacks proves nothing. */
function hasSameBytes(then: FileState, now: FileState): boolean {
  if (then.version === now.version) return true
  if (then.sizeBytes !== now.sizeBytes) return false
  return Object.entries(then.sums ?? {}).some(([name, sum]) => now.sums?.[name] === sum)
}

/** What is known about a folder. For a large one, some of it may be unknown. */
export interface FolderLife {
  readonly livedThen: boolean
  readonly livesNow: boolean
  /** True if anything below it has changed; undefined if unknown. */
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
