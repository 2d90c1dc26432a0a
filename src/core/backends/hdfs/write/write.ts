/**
 * Writes a file: the bytes are sent through a datanode to a staging file `.portolan-<id>.part` in the same folder,
 * which is then renamed in one step. A staging file left by a lost connection is an ordinary, recognisable file.
 */
import { said } from '../../../../contract/sentences/said.ts'
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { baseName } from '../../../../contract/location.ts'
import { cancellingOnFailure } from '../../../../lib/flow/byte-stream.ts'
import { type ByteSource, sourceOf } from '../../../../lib/flow/pull-stream.ts'
import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import type { Stored, WriteOptions } from '../../backend.ts'
import { dropAnswer } from '../../object-store/read/answer-stream.ts'
import { writeStaged } from '../../facets/staged-write.ts'
import { stageNameOf } from '../../facets/stages.ts'
import type { Cluster } from '../connect/cluster.ts'
import { joinHdfs, type HdfsPath, parentOf } from '../connect/paths.ts'
import { type Attempt, failingAs, refuse } from '../failures/failures.ts'
import { entryOf, type FileStatus } from '../read/facts.ts'
import { lookUp } from '../read/look-up.ts'
import { move, remove } from './move.ts'
import { setTimes } from './properties.ts'
import { targetOf } from './targets.ts'

/** The time limit for the cleanup, so that a cluster that does not answer does not delay a known failure. */
const tidyMs = 3000

type Body = ReadableStream<Uint8Array>

export async function writeFile(cluster: Cluster, path: string, body: Body, options: WriteOptions): Promise<Stored> {
  const attempt: Attempt = { operation: 'hdfs.write', path }
  const { signal, ifExists, modifiedMs } = options
  return failingAs(attempt, () =>
    cancellingOnFailure(body, async () => {
      signal.throwIfAborted()
      const { full, old } = await targetOf(cluster, options, attempt)
      const id = options.stageId ?? randomBytes(8).toString('hex')
      const stage = joinHdfs(parentOf(full), stageNameOf(id), attempt.operation)
      return writeStaged<void, Stored>(
        {
          open: async () => {},
          async fill() {
            const sentBytes = await put(cluster, stage, body, signal)
            return settle(cluster, stage, attempt, { sentBytes, modifiedMs, old, signal })
          },
          close: async () => {},
          drop: () => {},
          async publish() {
            await move(cluster, stage, full, attempt, { mayReplace: ifExists === 'replace', signal })
            return false
          },
          tidy: () => tidy(cluster, stage, signal),
          async explain(error) {
            signal.throwIfAborted()
            return error
          },
        },
        signal,
      )
    }),
  )
}

/** Returns the number of bytes sent. */
async function put({ namenodes }: Cluster, stage: HdfsPath, body: Body, signal: AbortSignal): Promise<number> {
  const source = sourceOf(body)
  const onAbort = () => void source.cancel(signal.reason).catch(() => {})
  signal.addEventListener('abort', onAbort, { once: true })
  let sourceError: { readonly error: unknown } | undefined
  let bytes = 0
  const reading: ByteSource['read'] = async () => {
    try {
      const chunk = await unlessAborted(source.read(), signal)
      bytes += chunk?.length ?? 0
      return chunk
    } catch (error) {
      sourceError ??= { error }
      throw error
    }
  }
  let sending: Readable | undefined
  try {
    const request = { method: 'PUT', op: 'CREATE', path: stage, params: { overwrite: true }, signal } as const
    const answer = await namenodes.data(
      request,
      () => (sending = Readable.from(chunksOf(reading), { objectMode: false })),
    )
    dropAnswer(answer.body)
    return bytes
  } catch (error) {
    await source.cancel(error).catch(() => {})
    // an error of the source is reported, no matter what error the request made of it
    throw sourceError && !signal.aborted ? sourceError.error : error
  } finally {
    sending?.destroy()
    signal.removeEventListener('abort', onAbort)
  }
}

async function* chunksOf(read: ByteSource['read']): AsyncGenerator<Uint8Array> {
  for (;;) {
    const chunk = await read()
    if (!chunk) return
    if (chunk.length > 0) yield chunk
  }
}

interface Settling {
  readonly sentBytes: number
  readonly modifiedMs: number | undefined
  readonly old: FileStatus | undefined
  readonly signal: AbortSignal
}

/**
 * Sets the time of the stage, and the permissions of the file it replaces. Throws `corrupt` if the stored number of
 * bytes differs from the sent one.
 */
async function settle(
  cluster: Cluster,
  stage: HdfsPath,
  attempt: Attempt,
  { sentBytes, modifiedMs, old, signal }: Settling,
): Promise<Stored> {
  const found = await lookUp(cluster, stage, { signal })
  if (found.length !== sentBytes) {
    const why = said('server.wrong-size', { what: attempt.path, actual: found.length, expected: sentBytes })
    throw refuse('corrupt', why, attempt)
  }
  const { permission = found.permission } = old ?? {}
  if (permission !== found.permission) {
    const request = { method: 'PUT', op: 'SETPERMISSION', path: stage, params: { permission }, signal } as const
    await cluster.namenodes.json(request)
  }
  if (modifiedMs !== undefined) await setTimes(cluster, stage, modifiedMs, signal)
  const modificationTime = modifiedMs === undefined ? found.modificationTime : Math.floor(modifiedMs)
  return {
    ...entryOf(baseName(attempt.path), { ...found, modificationTime, ...(permission !== undefined && { permission }) }),
    proof: 'size',
  }
}

/** Removes the staging file, if it exists. A caller that aborted does not wait for it. */
async function tidy(cluster: Cluster, stage: HdfsPath, signal: AbortSignal): Promise<void> {
  const done = remove(cluster, stage, AbortSignal.timeout(tidyMs)).catch(() => {}) // the original error is reported
  if (!signal.aborted) await done
}
