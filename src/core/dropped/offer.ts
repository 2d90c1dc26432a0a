import { said } from '../../contract/sentences/said.ts'
import type { Asked, DroppedEntry, SmallFile } from '../../contract/api/dropped-files.ts'
import { StorageError, type Failure } from '../../contract/failure.ts'
import { unlessAborted } from '../../lib/flow/unless-aborted.ts'
import { pullStream } from '../../lib/flow/pull-stream.ts'
import type { Waits } from '../backends/backend.ts'
import { createOpenAsks, type OpenedFile, type OpenedFiles, type Question, type Takers } from './open-asks.ts'

export interface ReadRange {
  readonly start: number
  /** The end of the file if it is not said. */
  readonly end?: number
}

/** What one window holds: asked on one side, answered on the other. Nothing of the files is kept here. */
export interface Offer {
  /** For the window, in their order. Ends when the offer does. */
  readonly asked: AsyncIterable<Asked>
  list(path: string, waits: Waits): AsyncIterable<readonly DroppedEntry[]>
  stat(path: string, waits: Waits): Promise<DroppedEntry>
  read(path: string, range: ReadRange, waits: Waits): Promise<OpenedFile>
  readMany(paths: readonly string[], waits: Waits): Promise<OpenedFiles>
  /** Is it one of its asks, and wanted still? */
  has(ask: number): boolean
  /** Resolves when it was taken; tells whether more is wanted. */
  entries(ask: number, entries: readonly DroppedEntry[], options: { readonly isLast: boolean }): Promise<boolean>
  /** Resolves when no more of the body is wanted. */
  bytes(ask: number, facts: Omit<OpenedFile, 'bytes'>, body: AsyncIterable<Uint8Array>): Promise<void>
  files(ask: number, files: readonly SmallFile[], body: AsyncIterable<Uint8Array>): Promise<void>
  fail(ask: number, failure: Failure): void
  /** Whoever still waits is told that the window is gone. */
  close(): void
}

/** `nextAsk` numbers asks, of all offers. */
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

  /** Ends when no more of the body is wanted. */
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

/** `onEnd` is called when no more is wanted, or there is no more. */
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
        // a window that can't read on says why before it breaks off
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
