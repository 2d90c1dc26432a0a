/**
 * Writes files to Nextcloud and ownCloud. If a file is moved onto another one there, the other file goes to the trash
 * together with its versions. So a small file is stored under its name with one request, which the server carries out
 * in one step. A larger one is sent as a chunked upload.
 */
import { createHash, randomBytes } from 'node:crypto'
import { parentPath } from '../../../../contract/location.ts'
import { cancellingOnFailure } from '../../../../lib/flow/byte-stream.ts'
import { type ByteSource, sourceOf } from '../../../../lib/flow/pull-stream.ts'
import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import type { Stored, Waits, WriteOptions } from '../../backend.ts'
import { contentTypeOf } from '../../content-type.ts'
import { davPath, type DavPath } from '../connect/paths.ts'
import { failingAs, refuse } from '../failures/failures.ts'
import { lookUpIfAny } from '../read/look-up.ts'
import { explainPut, targetOf } from '../write/targets.ts'
import type { CloudServer } from './cloud.ts'
import { putAs } from './publish.ts'
import { abandon, assemble, beginUpload, chunkBytesFor, putChunk, tokenOf, type Upload } from './uploads.ts'

const operation = 'webdav.write'
/** The largest file that is sent in one request. */
const wholeBytes = 5 * 1024 ** 2
/** The time limit for the cleanup, so that a server that does not answer does not delay a known failure. */
const tidyMs = 3000

type Body = ReadableStream<Uint8Array>

export async function writeCloudFile(
  server: CloudServer,
  path: string,
  body: Body,
  options: WriteOptions,
): Promise<Stored> {
  const { signal, ifExists, modifiedMs, expectedBytes = 0 } = options
  return failingAs(operation, path, () =>
    cancellingOnFailure(body, async () => {
      signal.throwIfAborted()
      const { full } = await targetOf(server, path, options, operation)
      const source = sourceOf(body)
      const parts = partsOf(source, signal, chunkBytesFor(expectedBytes))
      const put = { path, ifExists, signal, operation }
      try {
        const { value: first } = await parts.next()
        if (!first || first.isLast) {
          const whole = first?.bytes ?? new Uint8Array()
          return await putAs(server, full, { ...put, sentBytes: whole.length }, (overwrite) =>
            putWhole(server, full, whole, { overwrite, modifiedMs, signal }),
          )
        }
        await needFolder(server, path, operation, { signal })
        const upload = { token: tokenOf(options.stageId ?? randomBytes(8).toString('hex')), target: full }
        return await throughChunks(server, upload, signal, async () => {
          let sentBytes = 0
          const send = async (number: number, bytes: Uint8Array) => {
            await putChunk(server, upload, number, bytes, { signal })
            sentBytes += bytes.length
          }
          await send(0, first.bytes)
          let number = 0
          for await (const { bytes } of parts) await send((number += 1), bytes)
          return putAs(server, full, { ...put, sentBytes }, (overwrite) =>
            assemble(server, { ...upload, totalBytes: sentBytes }, { overwrite, modifiedMs, signal }),
          )
        })
      } catch (error) {
        await source.cancel(error).catch(() => {})
        signal.throwIfAborted()
        throw await explainPut(server, path, error, operation, { signal })
      }
    }),
  )
}

async function throughChunks<T>(
  server: CloudServer,
  upload: Upload,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  try {
    await beginUpload(server, upload, { signal })
    return await work()
  } catch (error) {
    // the original error is reported; a caller that aborted does not wait
    const tidied = abandon(server, upload, { signal: AbortSignal.timeout(tidyMs) }).catch(() => {})
    if (!signal.aborted) await tidied
    throw error
  }
}

interface Whole extends Waits {
  readonly overwrite: boolean
  readonly modifiedMs?: number | undefined
}

export async function putWhole(
  { requests }: CloudServer,
  full: DavPath,
  bytes: Uint8Array,
  { overwrite, modifiedMs, signal }: Whole,
): Promise<void> {
  const { contentType = 'application/octet-stream' } = contentTypeOf(full)
  await requests.ask({
    method: 'PUT',
    path: full,
    headers: {
      'content-type': contentType,
      'oc-checksum': `SHA1:${createHash('sha1').update(bytes).digest('hex')}`,
      ...(modifiedMs !== undefined && { 'x-oc-mtime': String(Math.floor(modifiedMs / 1000)) }),
      ...(!overwrite && { 'if-none-match': '*' }),
    },
    body: bytes,
    signal,
    isLong: true,
  })
}

/** Throws `not-found` or `not-a-folder`, because an upload reports only at its end that the folder is missing. */
export async function needFolder(server: CloudServer, path: string, at: string, { signal }: Waits): Promise<void> {
  const folder = await lookUpIfAny(server, davPath(server.root, parentPath(path), at), { signal })
  if (!folder) throw refuse('not-found', 'store.no-parent', at, path)
  if (folder.isFolder) return
  throw refuse('not-a-folder', 'store.parent-is-a-file', at, path)
}

/**
 * Yields the parts of a body. The first one tells whether it is the only one. All except the last have the size of a
 * chunk.
 */
async function* partsOf(
  source: ByteSource,
  signal: AbortSignal,
  chunkBytes: number,
): AsyncGenerator<{ readonly bytes: Uint8Array; readonly isLast: boolean }> {
  let held: Uint8Array[] = []
  let heldBytes = 0
  let isFirst = true
  for (;;) {
    const chunk = await unlessAborted(source.read(), signal)
    if (!chunk) break
    held.push(chunk)
    heldBytes += chunk.length
    while (heldBytes >= chunkBytes + (isFirst ? 1 : 0)) {
      const all = Buffer.concat(held)
      yield { bytes: all.subarray(0, chunkBytes), isLast: false }
      isFirst = false
      held = [all.subarray(chunkBytes)]
      heldBytes -= chunkBytes
    }
  }
  if (heldBytes === 0) return
  const all = Buffer.concat(held)
  const isWhole = isFirst && heldBytes <= wholeBytes
  yield { bytes: all, isLast: isWhole }
}
