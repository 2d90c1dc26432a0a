/**
 * A worker thread that reads or stores one batch of small files after another. Nothing here may import a schema: loading
 * zod would triple the time a thread takes to start.
 */
import { parentPort } from 'node:worker_threads'
import { assertNever } from '../../../../lib/assert-never.ts'
import type { BulkAnswer, BulkJob, RightsJob, StoreFile } from './bulk-protocol.ts'
import { plain, readBatch } from './bulk-read.ts'
import { storeBatch } from './bulk-store.ts'
import { identityOf } from './identity-of.ts'
import type { OsPath } from '../paths/names.ts'
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

/** Bytes arrive from the other thread as a plain array of them. */
function withPaths(job: BulkJob): BulkJob {
  if (job.kind === 'rights') return { ...job, from: toOsPath(job.from), to: toOsPath(job.to) }
  if (job.kind === 'identities') return { ...job, paths: job.paths.map(toOsPath) }
  const folders = job.folders.map(toOsPath)
  if (job.kind === 'folders') {
    const files = job.files.map(({ folder, name, from, id }) => ({
      folder,
      name: toOsPath(name),
      from: toOsPath(from),
      id,
    }))
    return { ...job, folders, files }
  }
  return job.kind === 'read'
    ? { ...job, folders, files: job.files.map((file) => ({ ...file, name: toOsPath(file.name) })) }
    : { ...job, folders, files: job.files.map(withOsPaths) }
}

function withOsPaths(file: StoreFile): StoreFile {
  const { name, from } = file
  return { ...file, name: toOsPath(name), ...(from !== undefined && { from: toOsPath(from) }) }
}

function toOsPath(path: OsPath | Uint8Array): OsPath {
  return typeof path === 'string' ? path : Buffer.from(path)
}
