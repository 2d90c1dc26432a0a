import type { ReadOptions, Waits } from '../../backend.ts'
import { emptyStream } from '../../object-store/read/at-file.ts'
import { streamOfAnswer } from '../../object-store/read/answer-stream.ts'
import { WebRefusal } from '../../web/refusal.ts'
import type { Cluster } from '../connect/cluster.ts'
import { hdfsPath, type HdfsPath } from '../connect/paths.ts'
import { type Attempt, failingAs, hdfsFailure, notAFile, refuse } from '../failures/failures.ts'
import { type FileStatus, isFolder, markOf } from './facts.ts'
import { lookUp } from './look-up.ts'

const operation = 'hdfs.read'

/**
 * Reads the bytes of one state of a file. A response with bytes does not tell which state they belong to. So the state
 * is checked before the request and again when the bytes begin to arrive; HDFS never changes written bytes.
 */
export async function readFile(
  cluster: Cluster,
  path: string,
  options: ReadOptions,
): Promise<ReadableStream<Uint8Array>> {
  const { signal, offset = 0, length = Infinity, ifUnchanged, onOpened } = options
  const attempt: Attempt = { operation, path }
  return failingAs(attempt, async () => {
    signal.throwIfAborted()
    const full = hdfsPath(cluster.root, path, operation)
    const status = await lookUp(cluster, full, { signal })
    if (isFolder(status)) throw notAFile(attempt)
    const mark = markOf(status)
    if (ifUnchanged !== undefined && ifUnchanged !== mark) throw changed(attempt)
    const bytes = Math.min(length, Math.max(0, status.length - offset))
    // HDFS refuses to open a file after its end; an empty file is opened nevertheless, because that checks the right to
    // read it
    const stream =
      bytes === 0 && (offset > 0 || length === 0)
        ? emptyStream()
        : await open(cluster, { full, status, offset, bytes }, attempt, { signal })
    onOpened?.(mark, { sizeBytes: status.length, modifiedMs: status.modificationTime })
    return stream
  })
}

interface Wanted {
  readonly full: HdfsPath
  readonly status: FileStatus
  readonly offset: number
  readonly bytes: number
}

async function open(
  cluster: Cluster,
  { full, status, offset, bytes }: Wanted,
  attempt: Attempt,
  { signal }: Waits,
): Promise<ReadableStream<Uint8Array>> {
  // a file that is being written may grow, so only the part seen before is requested
  const params = { offset, ...(bytes > 0 && { length: bytes }) }
  const { headers, body } = await cluster.namenodes.data({ op: 'OPEN', path: full, params, signal })
  // created before the second check, so that a connection loss in between is noticed
  const stream = streamOfAnswer(body, {
    signal,
    expectedBytes: bytes,
    failure: (error) => hdfsFailure(error instanceof WebRefusal ? error : WebRefusal.ofLine(error), attempt),
  })
  try {
    const said = headers['content-length']
    if (said !== undefined && Number(said) !== bytes) throw changed(attempt)
    const now = await lookUp(cluster, full, { signal })
    if (markOf(now) !== markOf(status)) throw changed(attempt)
    return stream
  } catch (error) {
    await stream.cancel().catch(() => {})
    throw error
  }
}

export function changed(attempt: Attempt) {
  return refuse('changed', 'store.changed-while-read', attempt)
}
