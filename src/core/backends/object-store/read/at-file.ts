/** The parts of reading a file that all object stores share: a missing file, and a range without bytes. */
import type { ObjectStore } from '../store.ts'
import { atAddress, type FileAddress } from '../address.ts'
import { notAFile, nothingAt } from '../failures/failures.ts'
import { isCode, isMissing, unlessDenied } from '../failures/refusal.ts'
import { isFolder } from './look-up.ts'

/**
 * Runs `work` on the file that a path names. Throws `not-found` if it returns nothing or reports a missing object, and
 * `not-a-file` for folders.
 */
export async function atFile<T>(
  store: ObjectStore,
  { operation, path, signal }: { readonly operation: string; readonly path: string; readonly signal: AbortSignal },
  work: (file: FileAddress) => Promise<T | undefined>,
): Promise<T> {
  return atAddress(store, { operation, path, signal }, async (address, attempt) => {
    if (address.kind !== 'inside' || address.file === undefined) throw notAFile(attempt)
    const { container, file, folder } = address
    const done = await unlessMissing(work({ container, key: file, attempt }))
    if (done !== undefined) return done
    const isThere = folder !== undefined && (await unlessDenied(isFolder(store, container, folder, signal), false))
    throw isThere ? notAFile(attempt) : nothingAt(attempt)
  })
}

async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** A range that begins at or after the end of a file has no bytes. */
export async function emptyBehindEnd(
  open: () => Promise<ReadableStream<Uint8Array>>,
): Promise<ReadableStream<Uint8Array>> {
  try {
    return await open()
  } catch (error) {
    if (isCode(error, 'InvalidRange', 'Http416')) return emptyStream()
    throw error
  }
}

export function emptyStream(): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.close() })
}
