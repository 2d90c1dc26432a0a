/** Returns the requested part of a file, even if the server sends more. */
import { StorageError } from '../../../contract/failure.ts'
import { createHash } from 'node:crypto'
import type { Sums } from '../../../contract/entry.ts'
import { streamOfAnswer, wholeBytesOf } from '../object-store/read/answer-stream.ts'
import { WebRefusal } from './refusal.ts'
import type { WebAnswer } from './requests.ts'

export interface RangedOptions {
  readonly offset: number
  readonly length: number
  readonly signal: AbortSignal
  /** Translates an error of the body for the reader. */
  readonly failure: (error: unknown) => unknown
  /** The checksums of the whole file. A read from its beginning to its end is compared with them. */
  readonly sums?: Sums
  /** Calculates a CRC32C, if that may be the only checksum. */
  readonly crc32c?: Hasher
}

/** `digest` returns the checksum in hexadecimal. */
export interface Hasher {
  update(chunk: Uint8Array): unknown
  digest(): string
}

export function rangeHeader(offset: number, length: number): Readonly<Record<string, string>> {
  if (offset === 0 && length === Infinity) return {}
  return { range: `bytes=${offset}-${length === Infinity ? '' : offset + length - 1}` }
}

/** Returns the size of the whole file, if the response contains it. */
export function wholeSizeOf({ status, headers }: Pick<WebAnswer, 'status' | 'headers'>): number | undefined {
  const length = headers['content-length']
  return wholeBytesOf(
    status === 206 ? headers['content-range'] : undefined,
    length === undefined || status === 206 ? undefined : Number(length),
  )
}

export function streamOfRange(answer: WebAnswer, options: RangedOptions): ReadableStream<Uint8Array> {
  const { offset, length, signal, failure, sums = {}, crc32c } = options
  const { status, headers, body } = answer
  const isWhole = status !== 206
  const begins = Number(/^bytes (\d+)-/.exec(headers['content-range'] ?? '')?.[1] ?? 0)
  if (!isWhole && begins !== offset) {
    body.destroy()
    throw failure(WebRefusal.of('Unreadable', 'the answer is another range than was asked for'))
  }
  const said = headers['content-length']
  const check = isWhole && offset === 0 && length === Infinity ? sumCheck(sums, crc32c) : undefined
  const whole = streamOfAnswer(body, {
    signal,
    expectedBytes: said === undefined ? undefined : Number(said),
    failure: (error) =>
      error instanceof StorageError ? error : failure(error instanceof WebRefusal ? error : WebRefusal.ofLine(error)),
    ...(check && { onChunk: (chunk: Uint8Array) => check.add(chunk), onEnd: () => check.finish() }),
  })
  return isWhole && (offset > 0 || length !== Infinity) ? partOf(whole, offset, length) : whole
}

/** Cuts out the range, for servers without range support. */
function partOf(whole: ReadableStream<Uint8Array>, offset: number, length: number): ReadableStream<Uint8Array> {
  const reader = whole.getReader()
  let toSkip = offset
  let left = length
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        for (;;) {
          const { done, value } = await reader.read()
          if (done) return controller.close()
          if (value.length <= toSkip) {
            toSkip -= value.length
            continue
          }
          const part = value.subarray(toSkip, Math.min(value.length, toSkip + left))
          toSkip = 0
          left -= part.length
          controller.enqueue(part)
          if (left > 0) return
          controller.close()
          return reader.cancel()
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}

function sumCheck(sums: Sums, crc32c: Hasher | undefined) {
  const own = ['sha256', 'sha1', 'md5'].find((each) => sums[each] !== undefined)
  const hash = own === undefined ? crc32c : hasherOf(own)
  const name = own ?? 'crc32c'
  if (!hash || sums[name] === undefined) return undefined
  return {
    add: (chunk: Uint8Array) => void hash.update(chunk),
    finish() {
      if (hash.digest() !== sums[name]) throw WebRefusal.of('SumMismatch', `${name} differs`)
    },
  }
}

function hasherOf(name: string): Hasher {
  const hash = createHash(name)
  return { update: (chunk) => hash.update(chunk), digest: () => hash.digest('hex') }
}
