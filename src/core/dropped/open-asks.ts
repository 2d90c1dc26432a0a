/** Requests to a window that are not answered completely. */
import type { Asked, DroppedEntry, SmallFile } from '../../contract/api/dropped-files.ts'
import { type AsyncQueue, createAsyncQueue } from '../../lib/flow/async-queue.ts'
import type { Waits } from '../backends/backend.ts'
import { windowGone } from './window-gone.ts'

/** Some bytes of a file, with facts about the whole file. */
export interface OpenedFile {
  readonly sizeBytes: number
  readonly modifiedMs: number
  readonly bytes: ReadableStream<Uint8Array>
}

/** Small files: facts about each, and the bytes of the readable ones, one after the other. */
export interface OpenedFiles {
  readonly files: readonly SmallFile[]
  readonly bytes: ReadableStream<Uint8Array>
}

/** A request in progress. */
export interface OpenAsk {
  /** Aborted with the reason why it can't be answered, or with the caller's reason. */
  readonly over: AbortController
  readonly pages: AsyncQueue<readonly DroppedEntry[]>
  readonly takers: Takers
  readonly end: () => void
}

/** The callbacks that wait for the body of one file or of many. */
export interface Takers {
  readonly onFile?: (file: OpenedFile) => void
  readonly onFiles?: (files: OpenedFiles) => void
}

export type Question = Omit<Asked, 'kind' | 'ask'>

/** `nextAsk` numbers the requests of all offers. */
export function createOpenAsks(nextAsk: () => number) {
  const asked = createAsyncQueue<Asked>(Infinity) // Each caller waits for its answer, so there are never many requests.
  const open = new Map<number, OpenAsk>()
  let isClosed = false

  function begin(question: Question, { signal }: Waits, takers: Takers = {}): OpenAsk {
    signal.throwIfAborted()
    if (isClosed) throw windowGone()
    const ask = nextAsk()
    const over = new AbortController()
    const pages = createAsyncQueue<readonly DroppedEntry[]>(1)
    const onAbort = () => over.abort(signal.reason)
    const end = () => {
      signal.removeEventListener('abort', onAbort)
      open.delete(ask)
      pages.end()
    }
    signal.addEventListener('abort', onAbort, { once: true })
    over.signal.addEventListener('abort', () => {
      pages.fail(over.signal.reason)
      end()
    })
    const begun = { over, pages, takers, end }
    open.set(ask, begun)
    void asked.push({ kind: 'asked', ask, ...question })
    return begun
  }
  /** Pending requests fail because the window is gone. */
  function close(): void {
    if (isClosed) return
    isClosed = true
    asked.end()
    for (const { over } of open.values()) over.abort(windowGone())
  }

  return { asked, open, begin, close }
}
