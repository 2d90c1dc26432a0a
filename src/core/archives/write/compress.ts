import { type Failure, StorageError } from '../../../contract/failure.ts'
import type { Location } from '../../../contract/location.ts'
import { pullStream } from '../../../lib/flow/pull-stream.ts'
import type { Waits } from '../../backends/backend.ts'
import type { Mounts } from '../../mounts/mounts.ts'
import { archiveFailure } from '../failures.ts'
import { zipItems } from './zip-items.ts'
import { writeZip } from './zip-writer.ts'

export interface CompressWish {
  readonly sources: readonly Location[]
  readonly to: Location
  readonly ifExists: 'replace' | 'fail'
  /** The zip is stored also when some of the files could not be read. */
  readonly leavesOut: boolean
}

export interface CompressProgress {
  readonly files: number
  readonly bytes: number
}

export interface CompressEnd extends CompressProgress {
  readonly isStored: boolean
  readonly leftOut: readonly LeftOut[]
  readonly leftOutCount: number
}

interface LeftOut {
  readonly location: Location
  readonly failure: Failure
}

/** So many are named; more are counted. */
const mostNamed = 100

/**
 * Packs files and folders of any mounts into one zip of any mount, streamed. Nothing has the zip's name before all of it is there. When
 * something can't be read, nothing is stored, and what it was is told, unless the wish says to leave it out.
 */
export async function compress(
  mounts: Pick<Mounts, 'open'>,
  { sources, to, ifExists, leavesOut }: CompressWish,
  { signal, onProgress }: Waits & { readonly onProgress: (progress: CompressProgress) => void },
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
  async function* checked() {
    yield* writeZip(items, { signal })
    if (leftOutCount === 0 || leavesOut) return
    isRefused = true
    throw new Error('Not all could be packed.')
  }
  try {
    await backend.write(to.path, streamOf(checked()), { signal, ifExists })
  } catch (error) {
    // a store may wrap what its body failed with
    if (!isRefused || signal.aborted) throw error
  }
  return { files, bytes, leftOut, leftOutCount, isStored: !isRefused }
}

async function refuseTaken(stat: () => Promise<unknown>): Promise<void> {
  try {
    await stat()
  } catch (error) {
    if (error instanceof StorageError && error.failure.kind === 'not-found') return
    throw error
  }
  throw archiveFailure('exists', 'There is something of that name already.')
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
