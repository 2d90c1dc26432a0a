import type { BlobDownloadResponseModel } from '@azure/storage-blob'
import { createHash, type Hash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { ReadOptions } from '../backend.ts'
import { type Attempt, azureFailure, failingAs, refuse } from './failures.ts'
import { headIfAny, isFolder, isMarker, unlessDenied } from './look-up.ts'
import { attemptAt, type Inside, placeOf, type Scope } from './place.ts'
import { AzureRefusal, isCode, isMissing } from './refusal.ts'

/** Which state of a blob: absent for the current one. */
export interface State {
  readonly versionId?: string
  readonly snapshot?: string
}

/** The bytes of a blob as it was when reading began. */
export async function readBlob(
  scope: Scope,
  path: string,
  options: ReadOptions,
  { operation = 'azure.read', state = {} }: { readonly operation?: string; readonly state?: State } = {},
): Promise<ReadableStream<Uint8Array>> {
  const { signal, offset = 0, length = Infinity, ifUnchanged, onOpened } = options
  signal.throwIfAborted()
  const place = placeOf(scope, path, operation)
  const attempt = attemptAt(place, operation, path)
  return failingAs(attempt, async () => {
    const file = place.kind === 'inside' ? place.file : undefined
    if (place.kind !== 'inside' || file === undefined) throw notAFile(attempt)
    const { container } = place
    const source: Source = { scope, container, key: file, state, signal, attempt }
    try {
      if (length === 0) {
        const head = await headIfAny(scope, container, file, signal)
        if (!head) throw await missing(scope, place, attempt, signal)
        if (isMarker(head.metadata)) throw notAFile(attempt)
        return emptyStream()
      }
      const first = await get(source, offset, offset + length, ifUnchanged)
      if (isMarker(first.metadata)) {
        openBytes(first).close()
        throw notAFile(attempt)
      }
      if (first.etag !== undefined) onOpened?.(first.etag)
      return streamOf(source, first, offset, offset + length)
    } catch (error) {
      if (isCode(error, 'InvalidRange', 'Http416')) return emptyStream() // begins at or behind the end
      if (isMissing(error)) throw await missing(scope, place, attempt, signal)
      throw error
    }
  })
}

interface Source {
  readonly scope: Scope
  readonly container: string
  readonly key: string
  readonly state: State
  readonly signal: AbortSignal
  readonly attempt: Attempt
}

async function get(
  { scope: { client }, container, key, state, signal }: Source,
  start: number,
  end: number,
  etag?: string,
): Promise<BlobDownloadResponseModel> {
  return client.request({ right: 'read', signal }, async ({ abortSignal }) => {
    const plain = client.blob(container, key)
    const versioned = state.versionId === undefined ? plain : plain.withVersion(state.versionId)
    const blob = state.snapshot === undefined ? versioned : versioned.withSnapshot(state.snapshot)
    return blob.download(start, end === Infinity ? undefined : end - start, {
      abortSignal,
      maxRetryRequests: 0,
      ...(etag !== undefined && { conditions: { ifMatch: etag } }),
    })
  })
}

function streamOf({ signal, attempt }: Source, first: BlobDownloadResponseModel, start: number, end: number) {
  const last = first.contentLength === undefined ? Infinity : start + first.contentLength
  const isWhole = start === 0 && end === Infinity
  const check = isWhole && first.contentMD5 ? sumCheck(first.contentMD5) : undefined
  let at = start
  const bytes = openBytes(first)
  let onAbort: (() => void) | undefined

  function close() {
    if (onAbort) signal.removeEventListener('abort', onAbort)
    onAbort = undefined
    bytes.close()
  }

  /** The next bytes; after the last one, undefined. */
  async function next(): Promise<Uint8Array | undefined> {
    try {
      const chunk = at < last ? await bytes.next() : undefined
      if (chunk || at >= last) return chunk
      throw Object.assign(new Error('the answer ended too soon'), { code: 'ECONNRESET' })
    } catch (error) {
      signal.throwIfAborted()
      throw new AzureRefusal(error, 'read')
    }
  }

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        onAbort = () => {
          controller.error(signal.reason)
          close()
        }
        signal.addEventListener('abort', onAbort, { once: true })
      },
      async pull(controller) {
        try {
          const chunk = await next()
          if (!onAbort) return
          if (chunk) {
            at += chunk.length
            check?.add(chunk)
            return controller.enqueue(chunk)
          }
          check?.finish()
          close()
          controller.close()
        } catch (error) {
          if (!onAbort) return
          close()
          controller.error(azureFailure(error, attempt))
        }
      },
      cancel: close,
    },
    { highWaterMark: 0 },
  )
}

/** Whole files are checked against the sum they were stored with. */
function sumCheck(expected: Uint8Array) {
  const hash: Hash = createHash('md5')
  return {
    add: (chunk: Uint8Array) => void hash.update(chunk),
    finish() {
      if (Buffer.compare(hash.digest(), expected) === 0) return
      throw new AzureRefusal(Object.assign(new Error('MD5 differs'), { code: 'SumMismatch' }), 'read')
    },
  }
}

/** All that has arrived, as one chunk, when asked for. */
function openBytes({ readableStreamBody }: BlobDownloadResponseModel) {
  const body = readableStreamBody as Readable
  let failure: { readonly error: unknown } | undefined
  let isOver = false
  let wake: (() => void) | undefined
  const rouse = () => wake?.()
  const end = () => {
    isOver = true
    rouse()
  }
  body.on('readable', rouse)
  body.once('end', end)
  body.once('close', end)
  body.on('error', (error) => {
    failure ??= { error }
    rouse()
  })

  return {
    async next(): Promise<Uint8Array | undefined> {
      for (;;) {
        if (failure) throw failure.error
        const chunk = body.read() as Buffer | null
        if (chunk) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)
        if (isOver) return undefined
        await new Promise<void>((resolve) => (wake = resolve))
      }
    },
    close() {
      isOver = true
      body.destroy()
      rouse()
    },
  }
}

function emptyStream(): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.close() })
}

async function missing(scope: Scope, { container, folder }: Inside, attempt: Attempt, signal: AbortSignal) {
  const isThere = folder !== undefined && (await unlessDenied(isFolder(scope, container, folder, signal), false))
  return isThere ? notAFile(attempt) : refuse('not-found', (what) => `Nothing is at ${what}.`, attempt)
}

function notAFile(attempt: Attempt) {
  return refuse('not-a-file', (what) => `${what} is a folder, not a file.`, attempt)
}
