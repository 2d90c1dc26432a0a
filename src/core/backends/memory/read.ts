import { nextTask } from '../../../lib/flow/next-task.ts'
import type { ReadOptions } from '../backend.ts'
import { memoryFailure } from './failures.ts'
import { type FileNode, type FolderNode, getFile, sumsOf } from './tree.ts'

const chunkBytes = 256 * 1024

/** Reads the bytes as they were when the read began. A write replaces a file's bytes and never changes them. */
export async function readFile(
  root: FolderNode,
  path: string,
  options: ReadOptions,
): Promise<ReadableStream<Uint8Array>> {
  options.signal.throwIfAborted()
  return streamOf(path, getFile(root, path, 'memory.read'), options)
}

/** Throws `changed` if another state was requested. */
export function streamOf(
  path: string,
  file: FileNode,
  { signal, offset = 0, length = Infinity, ifUnchanged, onOpened }: ReadOptions,
): ReadableStream<Uint8Array> {
  if (ifUnchanged !== undefined && ifUnchanged !== file.id) throw memoryFailure('changed', path, 'memory.read')
  const { modifiedMs, properties } = file
  onOpened?.(file.id, { sizeBytes: file.bytes.length, modifiedMs, sums: sumsOf(file), properties })
  const bytes = file.bytes.subarray(offset, Math.min(offset + length, file.bytes.length))
  let at = 0
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        await nextTask()
        if (signal.aborted) return controller.error(signal.reason)
        if (at >= bytes.length) return controller.close()
        controller.enqueue(bytes.slice(at, at + chunkBytes))
        at += chunkBytes
      },
    },
    { highWaterMark: 0 },
  )
}
