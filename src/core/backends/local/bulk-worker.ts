/**
 * A worker thread that reads or stores one batch of small files after another. Nothing here may import a schema: loading
 * zod would triple the time a thread takes to start.
 */
import { parentPort } from 'node:worker_threads'
import type { BulkAnswer, BulkJob, StoreFile } from './bulk-protocol.ts'
import { readBatch } from './bulk-read.ts'
import { storeBatch } from './bulk-store.ts'
import type { OsPath } from './names.ts'

parentPort?.on('message', (job: BulkJob) => {
  const answer = run(withPaths(job))
  const memory = answer.bytes?.buffer
  parentPort?.postMessage(answer, memory instanceof ArrayBuffer ? [memory] : [])
})

function run(job: BulkJob): BulkAnswer {
  return job.kind === 'read' ? readBatch(job) : storeBatch(job)
}

/** Bytes arrive from the other thread as a plain array of them. */
function withPaths(job: BulkJob): BulkJob {
  const folders = job.folders.map(toOsPath)
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
