/** Converts the jobs that a worker thread receives. */
import type { OsPath } from '../paths/names.ts'
import type { BulkJob, StoreFile } from './bulk-protocol.ts'

/** Converts paths that arrive from the other thread as plain byte arrays. */
export function withPaths<Job extends BulkJob>(job: Job): Job
export function withPaths(job: BulkJob): BulkJob {
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
