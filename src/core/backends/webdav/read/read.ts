import type { Readable } from 'node:stream'
import { pullStream } from '../../../../lib/flow/pull-stream.ts'
import { known } from '../../../../lib/known.ts'
import type { ReadOptions } from '../../backend.ts'
import { davPath, type DavPath } from '../connect/paths.ts'
import type { DavAnswer } from '../connect/requests.ts'
import type { DavServer } from '../connect/server.ts'
import { failingAs, hasStatus, refuse, StatusError, webdavFailure } from '../failures/failures.ts'
import { lookUpIfAny } from './look-up.ts'

const operation = 'webdav.read'
type Body = ReadableStream<Uint8Array>

/** Reads the bytes of a file with one request. */
export async function readFile(server: DavServer, path: string, options: ReadOptions): Promise<Body> {
  return failingAs(operation, path, async () => {
    if (path === '') throw notAFile(path)
    return readAt(server, davPath(server.root, path, operation), path, options)
  })
}

/** Does the same for a file whose URL differs from its path, such as a version. */
export async function readAt(server: DavServer, full: DavPath, path: string, options: ReadOptions): Promise<Body> {
  const { signal, offset = 0, length = Infinity } = options
  return failingAs(operation, path, async () => {
    // an empty range cannot be requested
    const asked = rangeOf(offset, Math.max(length, 1))
    let answer: DavAnswer
    try {
      answer = await server.requests.send({
        method: 'GET',
        path: full,
        headers: asked === undefined ? {} : { range: asked },
        expects: [416],
        signal,
      })
    } catch (error) {
      throw await explained(server, full, path, error, signal)
    }
    const mark = markOf(answer)
    if (options.ifUnchanged !== undefined && options.ifUnchanged !== mark) {
      answer.body.destroy()
      throw changed(path)
    }
    if (mark !== undefined) options.onOpened?.(mark, factsOf(answer))
    if (answer.status === 416 || length === 0) {
      answer.body.destroy()
      return new Blob([]).stream() as Body
    }
    // a server without range support begins at the start of the file
    const skipped = answer.status === 206 ? offset - startOf(answer, offset) : offset
    return streamOf(answer.body, { path, skipped, length, signal })
  })
}

function rangeOf(offset: number, length: number): string | undefined {
  if (offset === 0 && length === Infinity) return undefined
  return `bytes=${offset}-${length === Infinity ? '' : offset + length - 1}`
}

function startOf({ headers }: DavAnswer, offset: number): number {
  const start = Number(/bytes\s+(\d+)-/.exec(headers['content-range'] ?? '')?.[1] ?? offset)
  return Math.min(start, offset)
}

/** Returns the mark of a file's state: its ETag, or its time and size. */
function markOf(answer: DavAnswer): string | undefined {
  const { etag, 'last-modified': modified } = answer.headers
  if (etag !== undefined) return etag
  const bytes = wholeBytes(answer)
  return modified === undefined || bytes === undefined ? undefined : `${bytes} ${modified}`
}

function wholeBytes({ status, headers }: DavAnswer): number | undefined {
  const text = status === 200 ? headers['content-length'] : /\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1]
  return text === undefined ? undefined : Number(text)
}

function factsOf(answer: DavAnswer) {
  const time = Date.parse(answer.headers['last-modified'] ?? '')
  return known({ sizeBytes: wholeBytes(answer), modifiedMs: Number.isNaN(time) ? undefined : time })
}

interface Passing {
  readonly path: string
  readonly skipped: number
  readonly length: number
  readonly signal: AbortSignal
}

function streamOf(body: Readable, { path, skipped, length, signal }: Passing): Body {
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>
  let toSkip = skipped
  let left = length
  return pullStream({
    async read() {
      try {
        while (left > 0) {
          signal.throwIfAborted()
          const { value } = await chunks.next()
          if (value === undefined) return undefined
          const from = Math.min(toSkip, value.length)
          toSkip -= from
          const part = value.subarray(from, from + Math.min(left, value.length))
          left -= part.length
          if (part.length > 0) return part
        }
        body.destroy()
        return undefined
      } catch (error) {
        signal.throwIfAborted()
        throw webdavFailure(error, operation, path)
      }
    },
    async cancel() {
      body.destroy()
    },
  })
}

/** For a folder, servers redirect to the URL with a slash, or report that it cannot be read. */
async function explained(server: DavServer, full: DavPath, path: string, error: unknown, signal: AbortSignal) {
  if (!(error instanceof StatusError) || hasStatus(error, 401, 404)) {
    return hasStatus(error, 404) && (await isFolder(server, full, signal)) ? notAFile(path) : error
  }
  return (await isFolder(server, full, signal)) ? notAFile(path) : error
}

async function isFolder(server: DavServer, full: DavPath, signal: AbortSignal): Promise<boolean> {
  const there = await lookUpIfAny(server, full, { signal }).catch(() => undefined)
  return there?.isFolder === true
}

export function changed(path: string) {
  return refuse('changed', 'store.changed-while-read', operation, path)
}

function notAFile(path: string) {
  return refuse('not-a-file', 'store.not-a-file', operation, path)
}
