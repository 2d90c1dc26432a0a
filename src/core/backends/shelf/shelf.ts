/** What the parts of an open shelf work with, and how a state of a file gets into its history. */
import type { Backend, OsPath } from '../backend.ts'
import { failingAs } from '../local/failures/failures.ts'
import type { Content } from './contents/content.ts'
import type { Saved } from './contents/protocol.ts'
import { type FileProperties, filePropertiesOf } from './properties/file-properties.ts'
import { type FileState, fileStateIfAny } from './file-state.ts'
import type { History } from './history/history.ts'
import type { NewState } from './history/rows.ts'
import type { Layout } from './layout.ts'
import type { Lock } from './lock.ts'
import { osPathIn } from './place.ts'

export interface Shelf {
  /** A real path. */
  readonly root: string
  readonly layout: Layout
  /** The plain folder. */
  readonly files: Backend
  /** The folder of contents, for reading them. */
  readonly contents: Backend
  readonly content: Content
  readonly history: History
  readonly lock: Lock
}

export function fullPath({ root }: Shelf, place: string): OsPath {
  return osPathIn(root, place)
}

/**
 * What other programs did at a place since the index last knew goes into the history. Whoever calls it has the lock, so that
 * what is there then can be replaced.
 */
export async function noteOutside(shelf: Shelf, place: string, signal: AbortSignal): Promise<void> {
  const { history, content } = shelf
  return failingAs('shelf.note', place, async () => {
    const known = history.present(place)
    const found = await fileStateIfAny(fullPath(shelf, place))
    if (!found) {
      if (known) history.noteGone(place, Date.now(), 'outside')
      return
    }
    if (known?.identity === found.identity) return
    const { state, ...saved } = await content.keepFile(fullPath(shelf, place), { signal, mayShare: true })
    noteFound(shelf, place, { ...(state ?? { ...found, identity: '' }), ...saved })
  })
}

/** A state that nobody here wrote, whose content is kept. */
export function noteFound({ history }: Shelf, place: string, found: FileState & Saved): void {
  const madeMs = Math.min(Date.now(), found.changedMs)
  history.note(place, { ...found, madeMs, author: 'outside' }, { isTouch: true })
}

/** What the index is to know of what was just written here. Without `given` properties it keeps those that are there. Whoever calls it has the lock. */
export async function writtenState(
  shelf: Shelf,
  place: string,
  saved: Saved,
  written: { readonly modifiedMs?: number },
  given?: FileProperties,
): Promise<NewState> {
  const properties = filePropertiesOf(given)
  return {
    ...stateAsWritten(saved, await fileStateIfAny(fullPath(shelf, place)), written),
    ...(properties && { properties }),
  }
}

/** `written` is what the backend told of it: when something else is `found` by now, that is looked at again later. */
export function stateAsWritten(
  { sum, sizeBytes, chunks }: Saved,
  found: FileState | undefined,
  { modifiedMs = NaN }: { readonly modifiedMs?: number },
): NewState {
  const isIt = found?.sizeBytes === sizeBytes && Math.abs(found.modifiedMs - modifiedMs) <= 1
  const madeMs = Date.now()
  return {
    sum,
    sizeBytes,
    ...(chunks && { chunks }),
    madeMs,
    modifiedMs: found?.modifiedMs ?? madeMs,
    mode: found?.mode ?? 0o600,
    identity: isIt ? found.identity : '',
  }
}

/** Drops versions; contents, and chunks of them, that no version has any more go. Whoever calls it has the lock. */
export async function dropVersions<T extends { readonly sums: readonly string[] }>(
  { history, content }: Shelf,
  drop: () => T,
): Promise<T> {
  const [end, unused] = history.atOnce(() => {
    const done = drop()
    return [done, history.forgetUnused(done.sums)] as const
  })
  if (unused.length > 0) {
    await content.remove(unused)
    history.noteRemoved()
  }
  return end
}
