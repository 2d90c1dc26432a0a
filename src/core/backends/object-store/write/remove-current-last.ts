import type { Waits } from '../../backend.ts'

/** One of the states of a key, in stores that keep old ones. */
export interface KeyedState {
  readonly key: string
  readonly isCurrent: boolean
}

export interface PageOfStates<S extends KeyedState> {
  readonly states: readonly S[]
  /** Keys of which the next page may have more. */
  readonly open: ReadonlySet<string>
}

export interface RemovedStates<S, R> {
  readonly removed: readonly S[]
  readonly failed: readonly (readonly [S, R])[]
}

/**
 * Removes states page by page. Of each key the current one goes last: whoever looks meanwhile, or after a crash, sees the
 * file as it was and never an older state in its place. A key of which an older state can't be removed keeps its current
 * one. Ends early where nothing at all may be removed: a million more would be refused as well.
 */
export async function* removeCurrentLast<S extends KeyedState, R>(
  pages: Iterable<PageOfStates<S>> | AsyncIterable<PageOfStates<S>>,
  {
    remove,
    isHopeless,
    signal,
  }: Waits & {
    /** Gives what was refused. Gets current states alone or old ones alone. */
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
