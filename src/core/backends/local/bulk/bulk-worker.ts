/**
 * A worker thread that reads or stores batches of small files. This module must not import a schema, because loading
 * zod would triple the start time of the thread.
 */
import { parentPort } from 'node:worker_threads'
import { assertNever } from '../../../../lib/assert-never.ts'
import type { BulkAnswer, BulkJob, RightsJob } from './bulk-protocol.ts'
import { plain, readBatch } from './bulk-read.ts'
import { storeBatch } from './bulk-store.ts'
import { identityOf } from './identity-of.ts'
import { withPaths } from './paths-of-job.ts'
import { copyFolderBatch } from './copy-folders.ts'
import { takeRights } from '../system/rights.ts'

parentPort?.on('message', (job: BulkJob) => {
  const answer = run(withPaths(job))
  const memory = answer.bytes?.buffer
  parentPort?.postMessage(answer, memory instanceof ArrayBuffer ? [memory] : [])
})

function run(job: BulkJob): BulkAnswer {
  switch (job.kind) {
    case 'read':
      return readBatch(job)
    case 'store':
      return storeBatch(job)
    case 'rights':
      return rightsTaken(job)
    case 'folders':
      return copyFolderBatch(job)
    case 'identities':
      return { kind: 'end', ends: [], identities: job.paths.map((path) => identityOf(path)) }
    default:
      return assertNever(job)
  }
}

function rightsTaken({ from, to, isReplaced }: RightsJob): BulkAnswer {
  try {
    takeRights(from, to, { isReplaced })
    return { kind: 'end', ends: [] }
  } catch (error) {
    return { kind: 'end', ends: [{ error: plain(error) }] }
  }
}
