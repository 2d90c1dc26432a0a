/**
 * A worker thread that stores contents. This module must not import a schema, because that would triple the start time
 * of the thread.
 */
import { lstatSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import type { OsPath } from '../../backend.ts'
import { plain } from '../../local/bulk/bulk-read.ts'
import { type FileState, stateOf } from '../file-state.ts'
import { keepFiles } from './keep-files.ts'
import { flushNames, flushStages, nameStages } from './name-stages.ts'
import type { ContentAnswer, ContentJob } from './protocol.ts'

const tell = (answer: ContentAnswer) => parentPort?.postMessage(answer, [])

parentPort?.on('message', (job: ContentJob) => void run(job))

async function run(job: ContentJob): Promise<void> {
  try {
    if (job.kind === 'keep') {
      const files = job.files.map(toOsPath)
      return tell({
        kind: 'end',
        files: await keepFiles({ ...job, files }, (stages) => tell({ kind: 'staged', stages })),
      })
    }
    if (job.kind === 'states') return tell({ kind: 'end', states: job.files.map(toOsPath).map(stateIfAny) })
    if (job.kind === 'flush') flushStages(job.places, job.stages)
    else flushNames(job.places, nameStages(job.places, job.stages))
    return tell({ kind: 'end' })
  } catch (error) {
    return tell({ kind: 'end', error: plain(error) })
  }
}

/** Returns undefined for a path that is not a file or cannot be read. */
function stateIfAny(path: OsPath): FileState | undefined {
  try {
    const stats = lstatSync(path, { bigint: true })
    return stats.isFile() ? stateOf(stats) : undefined
  } catch {
    return undefined
  }
}

/** Converts a path that arrives from the other thread as a plain byte array. */
function toOsPath(path: OsPath | Uint8Array): OsPath {
  return typeof path === 'string' ? path : Buffer.from(path)
}
