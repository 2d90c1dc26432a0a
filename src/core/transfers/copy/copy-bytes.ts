/**
 * The routes that a file can take, the fastest first. Each route either copies the file or reports that it does not
 * apply.
 */
import { said } from '../../../contract/sentences/said.ts'
import type { CopyResult } from './copy-result.ts'
import type { CopyContext, FileJob } from './copy-context.ts'
import { copyByClone } from './routes/clone.ts'
import { copyInBulk, readInBulk, writeInBulk } from './routes/bulk.ts'
import { copyInPieces } from './routes/pieces.ts'
import { copyByServer } from './routes/server.ts'
import { copyByStream } from './routes/stream.ts'
import { isFailure, locationFailure, nameAt } from '../../operations/opened-location.ts'

/** Below this size, one request is faster than several. */
const piecesFromBytes = 8 * 1024 ** 2
/** Larger files are not held in memory for a batch. */
const heldBytes = 1024 ** 2

/** Copies a file and verifies that the target has what was sent. A new file that fails the check is removed again. */
export async function copyBytes(context: CopyContext, job: FileJob): Promise<CopyResult> {
  const copied = await byBestRoute(context, job)
  return prove(job, copied)
}

async function byBestRoute(context: CopyContext, job: FileJob): Promise<CopyResult> {
  const { item, from, to } = job
  const { bulk, staging } = to.backend
  const size = item.sizeBytes
  const isStaged = item.detail.stage !== undefined
  const mostAtOnce = context.isHeldBack() ? heldBytes : (bulk?.mostCopyBytes ?? 0)
  if (bulk?.copy && from.backend.localPath && size !== undefined && size <= mostAtOnce && !isStaged)
    return copyInBulk(context, job)
  const cloned = isStaged ? undefined : await copyByClone(context, job)
  if (cloned) return cloned
  const byServer = isStaged ? undefined : await inSlot(context, job, () => copyByServer(context, job))
  if (byServer) return byServer
  if (staging && ((size ?? 0) > piecesFromBytes || isStaged)) {
    const inPieces = await inSlot(context, job, () => copyInPieces(context, job, staging))
    if (inPieces) return inPieces
  }
  // Stores accept single files as they arrive.
  if (bulk?.copy && size !== undefined && size <= Math.min(heldBytes, bulk.mostBytes)) return writeInBulk(context, job)
  const { bulk: ours } = from.backend
  if (ours?.copy && size !== undefined && size <= Math.min(heldBytes, ours.mostBytes)) return readInBulk(context, job)
  return inSlot(context, job, () => copyByStream(context, job))
}

function inSlot<T>({ fileSlots }: CopyContext, { signal }: FileJob, work: () => Promise<T>): Promise<T> {
  return fileSlots.within(work, signal)
}

/** Throws `corrupt` if the stored file is not what was sent. */
export async function prove(
  { to, ifExists, signal }: Pick<FileJob, 'to' | 'ifExists' | 'signal'>,
  copied: CopyResult,
): Promise<CopyResult> {
  const { stored, bytes, sums = {} } = copied
  if (stored.proof === 'sum') {
    const differing = Object.entries(sums).find(([name, sum]) => (stored.sums?.[name] ?? sum) !== sum)
    if (!differing && (stored.sizeBytes ?? bytes) === bytes) return copied
  } else {
    const found = stored.proof === 'size' ? stored : await to.backend.stat(to.path, { signal })
    // If the write went through a symbolic link, `stat` returns the link, not the file it leads to.
    const { sizeBytes } = found.kind === 'link' ? stored : found
    if (sizeBytes === bytes) return { ...copied, stored: { ...stored, proof: 'size' } }
  }
  if (ifExists === 'fail') await takeAway(to, signal)
  throw locationFailure('corrupt', to, said('transfer.not-as-sent', { what: nameAt(to) }))
}

async function takeAway({ backend, path }: FileJob['to'], signal: AbortSignal): Promise<void> {
  try {
    await backend.remove(path, { signal })
  } catch (error) {
    if (!isFailure(error, 'not-found')) throw error
  }
}
