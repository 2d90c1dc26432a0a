import type { Waits } from '../../backend.ts'

/** One version of a key, in stores that keep old versions. */
export interface KeyedState {
  readonly key: string
  readonly isCurrent: boolean
}

export interface PageOfStates<S extends KeyedState> {
  readonly states: readonly S[]
  /** Keys that may have more versions on the next page. */
  readonly open: ReadonlySet<string>
}

export interface RemovedStates<S, R> {
  readonly removed: readonly S[]
  readonly failed: readonly (readonly [S, R])[]
}

/**
 * Removes versions page by page. The current version of each key is removed last, so that readers, also after a crash,
 * see the file as it was and never an older version in its place. A key keeps its current version if one of its older
 * versions cannot be removed. Stops early if nothing at all may be removed, because a million more would also be
 * refused.
 */
export async function* removeCurrentLast<S extends KeyedState, R>(
  pages: Iterable<PageOfStates<S>> | AsyncIterable<PageOfStates<S>>,
  {
    remove,
    isHopeless,
    signal,
  }: Waits & {
    /** Returns the refused ones. Each call gets only current versions or only old ones. */
    readonly remove: (states: readonly S[]) => Promise<ReadonlyMap<S, R>>
    readonly isHopeless: (refusal: R) => boolean
  },
): AsyncGenerator<RemovedStates<S, R>> {
  let held: readonly S[] = []
  let spoiled: ReadonlySet<string> = new Set()
  let mayAny = false
  for await (const { states, open } of pages) {
    signal.throwIfAborted()
    const currents = [...held, ...states.filter(({ isCurrent }) => isCurrent)]
    held = currents.filter(({ key }) => open.has(key))
    const older = states.filter(({ isCurrent }) => !isCurrent)
    const refusedOlder = await remove(older)
    const failing = new Set([...spoiled, ...[...refusedOlder.keys()].map(({ key }) => key)])
    const due = currents.filter(({ key }) => !open.has(key) && !failing.has(key))
    const refused = new Map([...refusedOlder, ...(await remove(due))])
    spoiled = new Set([...failing].filter((key) => open.has(key)))
    const removed = [...older, ...due].filter((state) => !refused.has(state))
    yield { removed, failed: [...refused] }
    mayAny ||= removed.length > 0
    if (!mayAny && refused.size > 0 && [...refused.values()].every(isHopeless)) return
  }
}
