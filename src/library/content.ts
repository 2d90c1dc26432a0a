/** Bytes and text in the forms that programs use. */
import { StorageError } from '../contract/failure.ts'
import { streamOfChunks } from '../lib/flow/pull-stream.ts'

/** Content that can be stored: text, bytes, a stream, or an async iterable of bytes such as a Node stream. */
export type Content = string | Uint8Array | ArrayBuffer | Blob | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>

export function streamOfContent(content: Content, encoding: BufferEncoding = 'utf8'): ReadableStream<Uint8Array> {
  if (content instanceof ReadableStream) return content
  if (content instanceof Blob) return content.stream() as ReadableStream<Uint8Array>
  if (typeof content === 'string') return streamOfChunks(once(Buffer.from(content, encoding)))
  if (content instanceof Uint8Array) return streamOfChunks(once(content))
  if (content instanceof ArrayBuffer) return streamOfChunks(once(new Uint8Array(content)))
  return streamOfChunks(content)
}

export async function joinBytes(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

export async function textOfStream(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  return Buffer.from(await joinBytes(chunks)).toString('utf8')
}

/** Throws `bad-input` for an unknown encoding, and for bytes that are invalid in it. */
export function decodeText(bytes: Uint8Array, encoding = markedEncoding(bytes) ?? 'utf-8'): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (cause) {
    const message =
      cause instanceof RangeError
        ? `“${encoding}” is no encoding that is known.`
        : `These bytes are no text in ${encoding}.`
    throw new StorageError({ kind: 'bad-input', message, operation: 'text' }, { cause })
  }
}

/** Returns the encoding of the byte-order mark. */
function markedEncoding([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return undefined
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes
}
