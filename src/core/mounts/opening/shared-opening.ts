import { StorageError } from '../../../contract/failure.ts'
import { unlessAborted } from '../../../lib/flow/unless-aborted.ts'
import { said } from '../../../contract/sentences/said.ts'

/** A resource that is opened once for many callers, and closed once. */
export interface SharedOpening<T> {
  /**
   * Returns the open resource, and opens it first if needed. A caller whose signal is aborted leaves; the others still
   * get it.
   */
  get(signal: AbortSignal): Promise<T>
  /** Returns the resource if it is open. */
  current(): T | undefined
  close(): Promise<void>
}

/** A failed opening is forgotten, so the next caller tries again. */
export function createSharedOpening<T>(
  open: (signal: AbortSignal) => Promise<T>,
  close: (opened: T) => Promise<void>,
): SharedOpening<T> {
  const ended = new AbortController()
  let opening: Promise<T> | undefined
  let opened: T | undefined

  async function start(): Promise<T> {
    try {
      const value = await open(ended.signal)
      if (ended.signal.aborted) {
        await close(value)
        throw closed()
      }
      return (opened = value)
    } catch (error) {
      opening = undefined
      throw error
    }
  }

  return {
    async get(signal) {
      signal.throwIfAborted()
      if (ended.signal.aborted) throw closed()
      if (!opening) {
        opening = start()
        opening.catch(() => {}) // Waiting callers get the error. There may be none left.
      }
      return unlessAborted(opening, signal)
    },
    current: () => opened,
    async close() {
      ended.abort(closed())
      const value = opened
      opened = undefined
      if (value !== undefined) await close(value)
    },
  }
}

function closed(): StorageError {
  return new StorageError({
    kind: 'busy',
    ...said('mount.changed-while-opened'),
    operation: 'mounts.open',
    retry: 'later',
  })
}
