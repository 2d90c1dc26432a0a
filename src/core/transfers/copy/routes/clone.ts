import type { CopyResult } from '../copy-result.ts'
import type { CopyContext, FileJob } from '../copy-context.ts'
import { isFailure } from '../../../operations/opened-location.ts'

/**
 * Creates a new file that shares the blocks of its source, if one disk holds both and supports it, or if the source
 * consists only of holes. This takes no time for any size.
 */
export async function copyByClone(context: CopyContext, job: FileJob): Promise<CopyResult | undefined> {
  const { item, from, to, ifExists } = job
  const { sizeBytes, modifiedMs } = item
  const local = from.backend.localPath
  if (!local || !to.backend.bulk?.copy || sizeBytes === undefined) return undefined
  if (ifExists !== 'fail') return undefined
  const fromLocalPath = local.osPath(from.path)
  const time = modifiedMs === undefined ? {} : { modifiedMs }
  const order = { path: to.path, fromLocalPath, sizeBytes, ...time, ifExists, isCloneOnly: true }
  try {
    const stored = await context.bulk.copy(to.backend, order)
    context.moved(item, sizeBytes)
    return { route: 'clone', bytes: sizeBytes, stored }
  } catch (error) {
    if (isFailure(error, 'unsupported')) return undefined
    throw error
  }
}
