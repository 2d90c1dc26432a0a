/** The parts of an open shelf, and how a state of a file is recorded in its history. */
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
  /** The folder of contents, for reading. */
  readonly contents: Backend
  readonly content: Content
  readonly history: History
  readonly lock: Lock
}

export function fullPath({ root }: Shelf, place: string): OsPath {
  return osPathIn(root, place)
}

/**
 * Records what other programs did at a place since the index last saw it. The caller must hold the lock, so that the
 * file can then be replaced safely.
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

/** Records a state that another program wrote and whose content is stored. */
export function noteFound({ history }: Shelf, place: string, found: FileState & Saved): void {
  const madeMs = Math.min(Date.now(), found.changedMs)
  history.note(place, { ...found, madeMs, author: 'outside' }, { isTouch: true })
}

/**
 * Returns the state to record for a file just written here. Without `given` properties, the existing ones stay. The
 * caller must hold the lock.
 */
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

/** `written` is what the backend reported. If `found` differs from it, the file is checked again later. */
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

/** Drops versions, and removes the contents and chunks that no version uses any more. The caller must hold the lock. */
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
