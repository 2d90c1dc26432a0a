import { said } from '../../contract/sentences/said.ts'
import type { Asked, DroppedEntry, SmallFile } from '../../contract/api/dropped-files.ts'
import { StorageError, type Failure } from '../../contract/failure.ts'
import { unlessAborted } from '../../lib/flow/unless-aborted.ts'
import { pullStream } from '../../lib/flow/pull-stream.ts'
import type { Waits } from '../backends/backend.ts'
import { createOpenAsks, type OpenedFile, type OpenedFiles, type Question, type Takers } from './open-asks.ts'

export interface ReadRange {
  readonly start: number
  /** The default is the end of the file. */
  readonly end?: number
}

/** The offer of one window: requests on one side, answers on the other. File data is not stored here. */
export interface Offer {
  /** The requests for the window, in order. Ends with the offer. */
  readonly asked: AsyncIterable<Asked>
  list(path: string, waits: Waits): AsyncIterable<readonly DroppedEntry[]>
  stat(path: string, waits: Waits): Promise<DroppedEntry>
  read(path: string, range: ReadRange, waits: Waits): Promise<OpenedFile>
  readMany(paths: readonly string[], waits: Waits): Promise<OpenedFiles>
  /** Tells whether it is a request of this offer that is still needed. */
  has(ask: number): boolean
  /** Resolves when the entries were taken. Returns whether more are needed. */
  entries(ask: number, entries: readonly DroppedEntry[], options: { readonly isLast: boolean }): Promise<boolean>
  /** Resolves when no more of the body is needed. */
  bytes(ask: number, facts: Omit<OpenedFile, 'bytes'>, body: AsyncIterable<Uint8Array>): Promise<void>
  files(ask: number, files: readonly SmallFile[], body: AsyncIterable<Uint8Array>): Promise<void>
  fail(ask: number, failure: Failure): void
  /** Pending requests fail because the window is gone. */
  close(): void
}

/** `nextAsk` numbers the requests of all offers. */
export function createOffer(nextAsk: () => number): Offer {
  const { asked, open, begin, close } = createOpenAsks(nextAsk)

  async function* list(question: Question, waits: Waits) {
    const { pages, end } = begin(question, waits)
    try {
      yield* pages
    } finally {
      end()
    }
  }

  /** Resolves when no more of the body is needed. */
  function take(
    ask: number,
    body: AsyncIterable<Uint8Array>,
    give: (takers: Takers, bytes: ReadableStream<Uint8Array>) => void,
  ): Promise<void> {
    const found = open.get(ask)
    if (!found) return Promise.resolve()
    return new Promise((resolve) => {
      const onEnd = () => {
        found.end()
        resolve()
      }
      found.over.signal.addEventListener('abort', onEnd)
      give(found.takers, bytesOf(body, found.over.signal, onEnd))
    })
  }

  return {
    asked,
    has: (ask) => open.has(ask),
    list: (path, waits) => list({ for: 'list', path }, waits),
    async stat(path, waits) {
      for await (const [entry] of list({ for: 'stat', path }, waits)) if (entry) return entry
      throw new StorageError({
        kind: 'not-found',
        ...said('store.not-found', { what: path }),
        operation: 'dropped-files.stat',
      })
    },
    read(path, range, waits) {
      return new Promise((resolve, reject) => {
        const { over } = begin({ for: 'read', path, ...range }, waits, { onFile: resolve })
        over.signal.addEventListener('abort', () => reject(over.signal.reason as Error))
      })
    },
    readMany(paths, waits) {
      return new Promise((resolve, reject) => {
        const { over } = begin({ for: 'files', path: '', paths: [...paths] }, waits, { onFiles: resolve })
        over.signal.addEventListener('abort', () => reject(over.signal.reason as Error))
      })
    },
    async entries(ask, entries, { isLast }) {
      const found = open.get(ask)
      if (!found) return false
      if (entries.length > 0) await found.pages.push(entries)
      if (isLast) found.pages.end()
      return open.has(ask)
    },
    bytes: (ask, facts, body) => take(ask, body, ({ onFile }, bytes) => onFile?.({ ...facts, bytes })),
    files: (ask, files, body) => take(ask, body, ({ onFiles }, bytes) => onFiles?.({ files, bytes })),
    fail: (ask, failure) => open.get(ask)?.over.abort(new StorageError(failure)),
    close,
  }
}

/** `onEnd` is called when no more is needed, or the body has ended. */
function bytesOf(body: AsyncIterable<Uint8Array>, over: AbortSignal, onEnd: () => void): ReadableStream<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]()
  return pullStream({
    async read() {
      try {
        const next = await unlessAborted(chunks.next(), over)
        if (next.done) onEnd()
        return next.done ? undefined : next.value
      } catch (error) {
        onEnd()
        // A window that can't read on reports the reason before it stops.
        throw over.aborted ? over.reason : brokenOff(error)
      }
    },
    async cancel() {
      onEnd()
    },
  })
}

function brokenOff(cause: unknown): StorageError {
  const operation = 'dropped-files.read'
  return new StorageError({ kind: 'unreachable', ...said('dropped.stopped'), operation, retry: 'later' }, { cause })
}
