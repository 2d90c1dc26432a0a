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
 * The bytes of one state of a file. An answer with bytes does not say of which state they are, so it is looked before they are
 * asked for and once more when they begin to come: HDFS never changes bytes that are written.
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
    // HDFS refuses to open behind the end; of an empty file it is asked all the same, as that needs a right
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
  // to a file that is being written more may come: what was seen of it is asked for
  const params = { offset, ...(bytes > 0 && { length: bytes }) }
  const { headers, body } = await cluster.namenodes.data({ op: 'OPEN', path: full, params, signal })
  // before the second look: what happens to the line meanwhile must be noticed
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
