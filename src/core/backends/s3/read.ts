import type { GetObjectCommandOutput } from '@aws-sdk/client-s3'
import type { Readable } from 'node:stream'
import type { ReadOptions } from '../backend.ts'
import { type Attempt, failingAs, refuse, s3Failure } from './failures.ts'
import { headIfAny, isFolder, unlessDenied } from './look-up.ts'
import { attemptAt, type ObjectPlace, type Place, placeOf, type Scope } from './place.ts'
import { isCode, isMissing, S3Refusal } from './refusal.ts'

const operation = 's3.read'
/** How often a broken connection is made anew without a byte having come between. */
const mostResumptions = 3

/** The bytes of an object as it was when reading began. A connection that breaks goes on where it was. */
export async function readObject(
  scope: Scope,
  path: string,
  options: ReadOptions,
): Promise<ReadableStream<Uint8Array>> {
  const { signal, offset = 0, length = Infinity } = options
  signal.throwIfAborted()
  const place = placeOf(scope, path, operation)
  const attempt = attemptAt(place, operation, path)
  return failingAs(attempt, async () => {
    const file = place.kind === 'inside' ? place.file : undefined
    if (place.kind !== 'inside' || file === undefined) throw notAFile(attempt)
    const source: Source = { scope, bucket: place.bucket, key: file, signal, attempt }
    try {
      if (length === 0) {
        if (!(await headIfAny(scope, place.bucket, file, signal))) throw await missing(scope, place, attempt, signal)
        return emptyStream()
      }
      return streamOf(source, await get(source, offset, offset + length), offset, offset + length)
    } catch (error) {
      if (isCode(error, 'InvalidRange', 'Http416')) return emptyStream() // begins at or behind the end
      if (isMissing(error)) throw await missing(scope, place, attempt, signal)
      throw error
    }
  })
}

/** The bytes of one state of an object. */
export async function readVersion(
  scope: Scope,
  { bucket, key, attempt }: ObjectPlace,
  version: string,
  { signal, offset = 0, length = Infinity }: ReadOptions,
): Promise<ReadableStream<Uint8Array>> {
  signal.throwIfAborted()
  const source: Source = { scope, bucket, key, version, signal, attempt }
  try {
    const isNothing = length === 0
    const first = await get(source, offset, isNothing ? offset + 1 : offset + length)
    if (!isNothing) return streamOf(source, first, offset, offset + length)
    openBytes(first).close()
    return emptyStream()
  } catch (error) {
    if (isCode(error, 'InvalidRange', 'Http416')) return emptyStream()
    throw error
  }
}

interface Source {
  readonly scope: Scope
  readonly bucket: string
  readonly key: string
  readonly version?: string
  readonly signal: AbortSignal
  readonly attempt: Attempt
}

async function get(
  { scope, bucket, key, version, signal }: Source,
  start: number,
  end: number,
  etag?: string,
): Promise<GetObjectCommandOutput> {
  const isWhole = start === 0 && end === Infinity
  const right = version === undefined ? 's3:GetObject' : 's3:GetObjectVersion'
  return scope.client.request({ right, bucket, signal }, (s3, options) =>
    s3.getObject(
      {
        Bucket: bucket,
        Key: key,
        ...(version !== undefined && { VersionId: version }),
        ...(!isWhole && { Range: `bytes=${start}-${end === Infinity ? '' : end - 1}` }),
        ...(etag !== undefined && { IfMatch: etag }),
      },
      options,
    ),
  )
}

function streamOf(source: Source, first: GetObjectCommandOutput, start: number, end: number) {
  const { signal, attempt } = source
  const etag = first.ETag
  const last = first.ContentLength === undefined ? Infinity : start + first.ContentLength
  let at = start
  let failures = 0
  let bytes = openBytes(first)
  let onAbort: (() => void) | undefined

  function close() {
    if (onAbort) signal.removeEventListener('abort', onAbort)
    onAbort = undefined
    bytes.close()
  }

  /** The next bytes; after the last one, undefined. */
  async function next(): Promise<Uint8Array | undefined> {
    for (;;) {
      try {
        const chunk = await bytes.next()
        if (chunk) failures = 0
        if (chunk || at >= last || last === Infinity) return chunk
        throw Object.assign(new Error('the answer ended too soon'), { code: 'ECONNRESET' })
      } catch (error) {
        signal.throwIfAborted()
        const refusal = new S3Refusal(error, 's3:GetObject')
        failures += 1
        if (refusal.code === 'ChecksumMismatch' || etag === undefined || failures > mostResumptions) throw refusal
        bytes.close()
        bytes = openBytes(await get(source, at, end, etag))
      }
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
            return controller.enqueue(chunk)
          }
          close()
          controller.close()
        } catch (error) {
          if (!onAbort) return
          close()
          controller.error(s3Failure(error, attempt))
        }
      },
      cancel: close,
    },
    { highWaterMark: 0 },
  )
}

/** All that has arrived, as one chunk, when asked for. */
function openBytes({ Body }: GetObjectCommandOutput) {
  const body = Body as unknown as Readable
  let failure: { readonly error: unknown } | undefined
  let isOver = false
  let wake: (() => void) | undefined
  const rouse = () => wake?.()
  body.on('readable', rouse)
  body.once('end', () => {
    isOver = true
    rouse()
  })
  body.once('close', () => {
    isOver = true
    rouse()
  })
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

async function missing(
  scope: Scope,
  { bucket, folder }: Extract<Place, { kind: 'inside' }>,
  attempt: Attempt,
  signal: AbortSignal,
) {
  const isThere = folder !== undefined && (await unlessDenied(isFolder(scope, bucket, folder, signal), false))
  return isThere ? notAFile(attempt) : refuse('not-found', (what) => `Nothing is at ${what}.`, attempt)
}

function notAFile(attempt: Attempt) {
  return refuse('not-a-file', (what) => `${what} is a folder, not a file.`, attempt)
}
