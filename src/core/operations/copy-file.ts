import type { Entry } from '../../contract/entry.ts'
import { type FailureKind, failureOf, StorageError } from '../../contract/failure.ts'
import { baseName, formatLocation } from '../../contract/location.ts'
import type { CopyJob, Spot } from './copy-job.ts'

/**
 * Copies the bytes of one file, checks them, and for a move deletes the source. Gives the size. When the copy is not
 * right a new one is taken away again, and the source stays.
 */
export async function copyFile(
  job: CopyJob,
  from: Spot,
  entry: Entry,
  to: Spot,
  ifExists: 'replace' | 'fail',
): Promise<number> {
  const { signal } = job
  const within = await copyWithinStore(job, from, to, ifExists)
  if (within) {
    await checkCopy(job, to, within.published, within.bytes, ifExists)
    if (job.move) await removeSource(job, from, entry)
    return within.bytes
  }
  const source = await from.backend.read(from.path, { signal })
  const counted = countBytes(job, from, entry, source)
  const published = await to.backend.write(to.path, counted.body, {
    ifExists,
    signal,
    ...(entry.modifiedMs !== undefined && { modifiedMs: entry.modifiedMs }),
    ...(entry.sizeBytes !== undefined && { expectedBytes: entry.sizeBytes }),
  })
  await checkCopy(job, to, published, counted.bytes(), ifExists)
  if (job.move) await removeSource(job, from, entry)
  return counted.bytes()
}

/** Where both are one store, it copies by itself: no byte passes through here. Undefined where it can't. */
async function copyWithinStore(job: CopyJob, from: Spot, to: Spot, ifExists: 'replace' | 'fail') {
  const { signal } = job
  const [ours, theirs] = [from.backend.serverCopy, to.backend.serverCopy]
  if (!ours || !theirs || ours.store !== theirs.store || !to.backend.capabilities.canWrite) return undefined
  let told = 0
  const onProgress = (copied: number) => {
    job.report.moved(copied - told, from)
    told = copied
  }
  try {
    const source = await ours.source(from.path, { signal })
    const published = await theirs.copyFrom(to.path, source, { ifExists, signal, onProgress })
    onProgress(source.sizeBytes)
    return { published, bytes: source.sizeBytes }
  } catch (error) {
    if (told === 0 && failureOf(error).kind === 'unsupported') return undefined
    throw error
  }
}

/** Passes the bytes on and counts; a source that ends too soon becomes an error before the copy gets its name. */
function countBytes(job: CopyJob, from: Spot, entry: Entry, source: ReadableStream<Uint8Array>) {
  const reader = source.getReader()
  let count = 0
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read()
        if (!done) {
          count += value.length
          job.report.moved(value.length, from)
          return controller.enqueue(value)
        }
        if (entry.sizeBytes !== undefined && count < entry.sizeBytes) await checkNotShort(job, from, count)
        controller.close()
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
  return { body, bytes: () => count }
}

/** What the listing said may be old: ask again before calling it an error. */
async function checkNotShort({ signal }: CopyJob, from: Spot, count: number): Promise<void> {
  const { sizeBytes = count } = await from.backend.stat(from.path, { signal })
  if (count < sizeBytes) throw failure('changed', from, 'ended sooner than it should while it was read.')
}

async function checkCopy(
  { signal }: CopyJob,
  to: Spot,
  published: Entry,
  bytes: number,
  ifExists: 'replace' | 'fail',
): Promise<void> {
  const found = await to.backend.stat(to.path, { signal })
  // a link that was written through shows itself, not the file it leads to
  const { sizeBytes } = found.kind === 'link' ? published : found
  if (sizeBytes === bytes) return
  if (ifExists === 'fail') await to.backend.remove(to.path, { signal }).catch(() => {})
  throw failure('corrupt', to, `has ${sizeBytes ?? 'an unknown number of'} bytes instead of ${bytes} after copying.`)
}

async function removeSource({ signal }: CopyJob, from: Spot, entry: Entry): Promise<void> {
  const now = await from.backend.stat(from.path, { signal })
  if (now.sizeBytes !== entry.sizeBytes || now.modifiedMs !== entry.modifiedMs) {
    throw failure('changed', from, 'was copied but changed meanwhile, so the original is kept.')
  }
  await from.backend.remove(from.path, { signal })
}

function failure(kind: FailureKind, spot: Spot, what: string): StorageError {
  const message = `“${baseName(spot.path)}” ${what}`
  return new StorageError({ kind, message, operation: 'copy', location: formatLocation(spot) })
}
