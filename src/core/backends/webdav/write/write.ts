/**
 * Writes a file in one step: the bytes are written to a staging file `.portolan-<id>.part` in the same folder, which is
 * then renamed with MOVE. A staging file left by a lost connection is an ordinary, recognisable file.
 */
import { said } from '../../../../contract/sentences/said.ts'
import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { baseName, parentPath } from '../../../../contract/location.ts'
import { cancellingOnFailure } from '../../../../lib/flow/byte-stream.ts'
import { type ByteSource, sourceOf } from '../../../../lib/flow/pull-stream.ts'
import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import type { Stored, Waits, WriteOptions } from '../../backend.ts'
import { contentTypeOf } from '../../content-type.ts'
import { writeStaged } from '../../facets/staged-write.ts'
import { stageNameOf } from '../../facets/stages.ts'
import { createNameLocks } from '../../name-locks.ts'
import { davPath, type DavPath, joinDav } from '../connect/paths.ts'
import type { DavServer } from '../connect/server.ts'
import { existing, failingAs, hasStatus, refuse } from '../failures/failures.ts'
import { entryOf, sizeOf } from '../read/facts.ts'
import { lookUp, lookUpIfAny } from '../read/look-up.ts'
import { transfer } from './move.ts'
import { explainPut, type Target, targetOf } from './targets.ts'

const writing = 'webdav.write'
/** A body up to this size is sent with its length, as some servers require; a longer one with chunked encoding. */
const gatheredBytes = 1024 ** 2
/** The time limit for the cleanup, so that a server that does not answer does not delay a known failure. */
const tidyMs = 3000
/**
 * Apache first checks whether the name is free and then moves. Another writer could write in between, so writers here
 * take turns.
 */
const locks = createNameLocks()

type Body = ReadableStream<Uint8Array>

export async function writeFile(server: DavServer, path: string, body: Body, options: WriteOptions): Promise<Stored> {
  const { signal, ifExists } = options
  return failingAs(writing, path, () =>
    cancellingOnFailure(body, async () => {
      signal.throwIfAborted()
      const target = await targetOf(server, path, options, writing)
      const stage = stageBeside(server, path, options.stageId ?? randomBytes(8).toString('hex'), writing)
      return writeStaged<void, Stored>(
        {
          open: async () => {},
          async fill() {
            const sentBytes = await put(server, stage, body, { path, ...options })
            return checkStage(server, stage, { path, sentBytes, signal, operation: writing })
          },
          close: async () => {},
          drop: () => {},
          async publish() {
            await publish(server, stage, target, path, { ifExists, signal, operation: writing })
            return false
          },
          tidy: () => tidy(server, stage, signal),
          explain: async (error) => {
            signal.throwIfAborted()
            return explainPut(server, path, error, writing, { signal })
          },
        },
        signal,
      )
    }),
  )
}

export function stageBeside(server: DavServer, path: string, id: string, operation: string): DavPath {
  return joinDav(davPath(server.root, parentPath(path), operation), stageNameOf(id), operation)
}

/** Returns the number of bytes sent. */
async function put(
  { requests, isOwncloud }: DavServer,
  stage: DavPath,
  body: Body,
  { path, modifiedMs, signal }: Pick<WriteOptions, 'modifiedMs' | 'signal'> & { readonly path: string },
): Promise<number> {
  const source = sourceOf(body)
  const onAbort = () => void source.cancel(signal.reason).catch(() => {})
  signal.addEventListener('abort', onAbort, { once: true })
  let sourceError: { readonly error: unknown } | undefined
  let bytes = 0
  const reading: ByteSource = {
    async read() {
      try {
        const chunk = await unlessAborted(source.read(), signal)
        bytes += chunk?.length ?? 0
        return chunk
      } catch (error) {
        sourceError ??= { error }
        throw error
      }
    },
    cancel: (reason) => source.cancel(reason),
  }
  try {
    const gathered = await gather(reading)
    const whole = gathered.isWhole ? Buffer.concat(gathered.chunks) : undefined
    const { contentType = 'application/octet-stream' } = contentTypeOf(baseName(path))
    await requests.ask({
      method: 'PUT',
      path: stage,
      headers: {
        'content-type': contentType,
        ...(isOwncloud && modifiedMs !== undefined && { 'x-oc-mtime': String(Math.floor(modifiedMs / 1000)) }),
        ...(isOwncloud && whole && { 'oc-checksum': `SHA1:${createHash('sha1').update(whole).digest('hex')}` }),
      },
      body: whole ?? Readable.from(chunksOf(gathered.chunks, reading), { objectMode: false }),
      signal,
      isLong: true,
    })
    return bytes
  } catch (error) {
    await source.cancel(error).catch(() => {})
    // an error of the source is reported, no matter what error the request made of it
    throw sourceError && !signal.aborted ? sourceError.error : error
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

async function gather(source: ByteSource): Promise<{ readonly chunks: Uint8Array[]; readonly isWhole: boolean }> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  while (bytes < gatheredBytes) {
    const chunk = await source.read()
    if (!chunk) return { chunks, isWhole: true }
    chunks.push(chunk)
    bytes += chunk.length
  }
  return { chunks, isWhole: false }
}

async function* chunksOf(gathered: readonly Uint8Array[], rest: ByteSource): AsyncGenerator<Uint8Array> {
  yield* gathered
  for (;;) {
    const chunk = await rest.read()
    if (!chunk) return
    if (chunk.length > 0) yield chunk
  }
}

interface Checking extends Waits {
  readonly path: string
  readonly sentBytes: number
  readonly operation: string
}

/** Throws `corrupt` if the server has another number of bytes than was sent. */
export async function checkStage(
  server: DavServer,
  stage: DavPath,
  { path, sentBytes, signal, operation }: Checking,
): Promise<Stored> {
  const found = await lookUp(server, stage, { signal })
  const sizeBytes = sizeOf(found)
  if (sizeBytes === sentBytes) return { ...entryOf(baseName(path), found), proof: 'size' }
  if (sizeBytes === undefined) return { ...entryOf(baseName(path), found), sizeBytes: sentBytes }
  const why = said('server.wrong-size', { what: path, actual: sizeBytes, expected: sentBytes })
  throw refuse('corrupt', why, operation, path)
}

/** Gives the stage its final name. Never replaces an entry that did not exist before, so it cannot replace a folder. */
export async function publish(
  server: DavServer,
  stage: DavPath,
  { full, old }: Target,
  path: string,
  { ifExists, signal, operation }: Pick<WriteOptions, 'ifExists' | 'signal'> & { readonly operation: string },
): Promise<void> {
  const move = (overwrite: boolean) => transfer(server, 'MOVE', stage, full, { overwrite, signal })
  await locks.hold(server.requests.origin + full, async () => {
    try {
      await move(old !== undefined)
    } catch (error) {
      if (!hasStatus(error, 412)) throw error
      if (ifExists === 'fail') throw existing(operation, path, error)
      const there = await lookUpIfAny(server, full, { signal })
      if (!there || there.isFolder) {
        throw refuse('not-a-file', 'store.folder-exists', operation, path, error)
      }
      await move(true)
    }
  })
}

/** Removes the staging file, if it exists. A caller that aborted does not wait for it. */
export async function tidy({ requests }: DavServer, stage: DavPath, signal: AbortSignal): Promise<void> {
  const request = { method: 'DELETE', path: stage, signal: AbortSignal.timeout(tidyMs), expects: [404, 410] }
  const done = requests.ask(request).catch(() => {}) // the original error is reported
  if (!signal.aborted) await done
}
