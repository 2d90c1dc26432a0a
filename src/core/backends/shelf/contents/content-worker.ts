/** A worker thread that keeps contents. Nothing here may import a schema: it would triple the time a thread takes to start. */
import { parentPort } from 'node:worker_threads'
import type { OsPath } from '../../backend.ts'
import { plain } from '../../local/bulk/bulk-read.ts'
import { keepFiles } from './keep-files.ts'
import { flushStages, nameStages } from './name-stages.ts'
import type { ContentAnswer, ContentJob } from './protocol.ts'

parentPort?.on('message', (job: ContentJob) => {
  const tell = (answer: ContentAnswer) => parentPort?.postMessage(answer, [])
  try {
    if (job.kind === 'keep') {
      const files = job.files.map(toOsPath)
      return tell({ kind: 'end', files: keepFiles({ ...job, files }, (stages) => tell({ kind: 'staged', stages })) })
    }
    if (job.kind === 'flush') flushStages(job.places, job.stages)
    else nameStages(job.places, job.stages)
    return tell({ kind: 'end' })
  } catch (error) {
    return tell({ kind: 'end', error: plain(error) })
  }
})

/** Bytes arrive from the other thread as a plain array of them. */
function toOsPath(path: OsPath | Uint8Array): OsPath {
  return typeof path === 'string' ? path : Buffer.from(path)
}
