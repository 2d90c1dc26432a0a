/** Reads the bytes of a file, and compares them with git's object id when all were read. */
import { createHash } from 'node:crypto'
import type { ReadOptions } from '../backend.ts'
import { emptyStream } from '../object-store/read/at-file.ts'
import { isCode } from '../object-store/failures/refusal.ts'
import { rangeHeader, streamOfRange } from '../web/ranged-body.ts'
import type { WebAnswer } from '../web/requests.ts'
import { type Attempt, gitFailure, refuse } from './failures.ts'
import type { GitEntry, GitHost } from './host.ts'

export async function readBlob(
  host: GitHost,
  { sha, sizeBytes }: GitEntry,
  options: ReadOptions,
  attempt: Attempt,
): Promise<ReadableStream<Uint8Array>> {
  const { signal, ifUnchanged, onOpened, offset = 0, length = Infinity } = options
  if (ifUnchanged !== undefined && ifUnchanged !== sha) {
    throw refuse('changed', 'store.changed', attempt)
  }
  const isWhole = offset === 0 && length === Infinity
  const stream = await readAnswer((headers) => host.blob(sha, headers, { signal }), options, attempt, {
    ...(isWhole && sizeBytes !== undefined && { prefix: `blob ${sizeBytes}\0`, sha1: sha }),
  })
  onOpened?.(sha, sizeBytes === undefined ? {} : { sizeBytes })
  return stream
}

/** `sha1` is the expected hash of the prefix and all bytes. */
export async function readAnswer(
  ask: (headers: Readonly<Record<string, string>>) => Promise<WebAnswer>,
  { signal, offset = 0, length = Infinity }: ReadOptions,
  attempt: Attempt,
  { prefix = '', sha1 }: { readonly prefix?: string; readonly sha1?: string } = {},
): Promise<ReadableStream<Uint8Array>> {
  signal.throwIfAborted()
  if (length === 0) return emptyStream()
  try {
    const answer = await ask({ 'accept-encoding': 'identity', ...rangeHeader(offset, length) })
    const failure = (error: unknown) => gitFailure(error, attempt)
    const stream = streamOfRange(answer, { offset, length, signal, failure })
    return sha1 === undefined || sha1.length !== 40 ? stream : checked(stream, prefix, sha1, attempt)
  } catch (error) {
    signal.throwIfAborted()
    if (isCode(error, 'Http416')) return emptyStream()
    throw gitFailure(error, attempt)
  }
}

function checked(stream: ReadableStream<Uint8Array>, prefix: string, sha1: string, attempt: Attempt) {
  const hash = createHash('sha1').update(prefix)
  return stream.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>(
      {
        transform(chunk, controller) {
          hash.update(chunk)
          controller.enqueue(chunk)
        },
        flush(controller) {
          if (hash.digest('hex') === sha1) return
          controller.error(refuse('corrupt', 'git.checksum-differs', attempt))
        },
      },
      undefined,
      { highWaterMark: 0 },
    ),
  )
}
