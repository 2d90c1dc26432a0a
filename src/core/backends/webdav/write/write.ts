/**
 * Writing in one step: the bytes go to a staged file `.portolan-<id>.part` in the same folder, which then takes the name by
 * MOVE. A stage that a lost connection left behind is an ordinary, recognisable file.
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
import { writeStaged } from '../../staged-write.ts'
import { stageNameOf } from '../../stages.ts'
import { createTurns } from '../../turns.ts'
import { davPath, type DavPath, joinDav } from '../connect/paths.ts'
import type { DavServer } from '../connect/server.ts'
import { existing, failingAs, hasStatus, refuse } from '../failures/failures.ts'
import { entryOf, sizeOf } from '../read/facts.ts'
import { lookUp, lookUpIfAny } from '../read/look-up.ts'
import { transfer } from './move.ts'
import { explainPut, type Target, targetOf } from './targets.ts'

const writing = 'webdav.write'
/** A file that ends within so many bytes is sent with its length, as some servers want; a longer one in chunks. */
const gatheredBytes = 1024 ** 2
/** A server that does not answer must not hold up a failure that is known. */
const tidyMs = 3000
/** Apache looks whether the name is free and then moves: between the two another writer could. */
const turns = createTurns()

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

/** Gives how many bytes were sent. */
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
    // what broke the source is what is told, whatever the request made of it
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

/** Throws `corrupt` where the server has another number of bytes than it was sent. */
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

/** Gives the stage its name. What was not there before is never replaced, so that no folder can be. */
export async function publish(
  server: DavServer,
  stage: DavPath,
  { full, old }: Target,
  path: string,
  { ifExists, signal, operation }: Pick<WriteOptions, 'ifExists' | 'signal'> & { readonly operation: string },
): Promise<void> {
  const move = (overwrite: boolean) => transfer(server, 'MOVE', stage, full, { overwrite, signal })
  await turns.take(server.requests.origin + full, async () => {
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

/** Takes the stage away, if it is there. Whoever aborted does not wait for it. */
export async function tidy({ requests }: DavServer, stage: DavPath, signal: AbortSignal): Promise<void> {
  const request = { method: 'DELETE', path: stage, signal: AbortSignal.timeout(tidyMs), expects: [404, 410] }
  const done = requests.ask(request).catch(() => {}) // what failed first is what is told
  if (!signal.aborted) await done
}
