import { said } from '../../../contract/sentences/said.ts'
import { type Failure, StorageError } from '../../../contract/failure.ts'
import type { Location } from '../../../contract/location.ts'
import { known } from '../../../lib/known.ts'
import { pullStream } from '../../../lib/flow/pull-stream.ts'
import type { Waits } from '../../backends/backend.ts'
import type { Stored } from '../../backends/facets/stored.ts'
import type { Mounts } from '../../mounts/mounts.ts'
import { archiveFailure } from '../failures.ts'
import { zipItems } from './zip-items.ts'
import { writeZip } from './zip-writer.ts'

export interface CompressWish {
  readonly sources: readonly Location[]
  readonly to: Location
  readonly ifExists: 'replace' | 'fail'
  /** Stores the zip even if some files could not be read. */
  readonly leavesOut: boolean
}

export interface CompressProgress {
  readonly files: number
  readonly bytes: number
}

export interface CompressEnd extends CompressProgress {
  /** The stored zip; undefined if an entry could not be packed. */
  readonly stored: Stored | undefined
  readonly leftOut: readonly LeftOut[]
  readonly leftOutCount: number
}

export interface LeftOut {
  readonly location: Location
  readonly failure: Failure
}

export interface CompressOptions extends Waits {
  readonly onProgress: (progress: CompressProgress) => void
  /** The prefix of the names of staging files; the cleanup after a crash finds them by it. */
  readonly stageId?: string
  /** Waits until this number of bytes of the zip may pass. */
  readonly pass?: (bytes: number) => Promise<void>
  /** Called when all bytes of the zip are produced. The zip gets its name only after this has resolved. */
  readonly onWhole?: (sizeBytes: number) => Promise<void>
}

/** The number of left-out entries that are named; further ones are only counted. */
const mostNamed = 100

/**
 * Packs files and folders of any mounts into one zip on any mount, as a stream. The zip gets its name only when it is
 * complete. If an entry can't be read, nothing is stored and the entry is reported, unless `leavesOut` is set.
 */
export async function compress(
  mounts: Pick<Mounts, 'open'>,
  { sources, to, ifExists, leavesOut }: CompressWish,
  { signal, onProgress, stageId, pass, onWhole }: CompressOptions,
): Promise<CompressEnd> {
  const { backend } = await mounts.open(to.mount, { signal })
  if (ifExists === 'fail') await refuseTaken(() => backend.stat(to.path, { signal }))
  let [files, bytes, leftOutCount] = [0, 0, 0]
  const leftOut: LeftOut[] = []
  const items = zipItems(mounts, sources, {
    signal,
    except: to,
    onFile: () => onProgress({ files: ++files, bytes }),
    onBytes: (count) => onProgress({ files, bytes: (bytes += count) }),
    onLeftOut(location, failure) {
      leftOutCount += 1
      if (leftOut.length < mostNamed) leftOut.push({ location, failure })
    },
  })
  let isRefused = false
  let stored: Stored | undefined
  async function* checked() {
    let sizeBytes = 0
    for await (const chunk of writeZip(items, { signal })) {
      await pass?.(chunk.length)
      sizeBytes += chunk.length
      yield chunk
    }
    if (leftOutCount === 0 || leavesOut) return onWhole?.(sizeBytes)
    isRefused = true
    throw new Error('not all could be packed')
  }
  try {
    stored = await backend.write(to.path, streamOf(checked()), { signal, ifExists, ...known({ stageId }) })
  } catch (error) {
    // A store may wrap the error of its body.
    if (!isRefused || signal.aborted) throw error
  }
  return { files, bytes, leftOut, leftOutCount, stored: isRefused ? undefined : stored }
}

async function refuseTaken(stat: () => Promise<unknown>): Promise<void> {
  try {
    await stat()
  } catch (error) {
    if (error instanceof StorageError && error.failure.kind === 'not-found') return
    throw error
  }
  throw archiveFailure('exists', said('pack.exists'))
}

function streamOf(parts: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return pullStream({
    async read() {
      const next = await parts.next()
      return next.done ? undefined : next.value
    },
    async cancel() {
      await parts.return(undefined)
    },
  })
}
