import { nextTask } from '../../../lib/next-task.ts'
import type { ReadOptions } from '../backend.ts'
import { memoryFailure } from './failures.ts'
import { type FileNode, type FolderNode, getNode } from './tree.ts'

const chunkBytes = 256 * 1024

/** The bytes as they were when reading began: a write replaces a file's bytes, it never changes them. */
export async function readFile(
  root: FolderNode,
  path: string,
  options: ReadOptions,
): Promise<ReadableStream<Uint8Array>> {
  const { signal, offset = 0, length = Infinity, ifUnchanged, onOpened } = options
  signal.throwIfAborted()
  const file = getNode(root, path, 'memory.read')
  if (file.kind !== 'file') throw memoryFailure('not-a-file', path, 'memory.read')
  const mark = markOf(file)
  if (ifUnchanged !== undefined && ifUnchanged !== mark) throw memoryFailure('changed', path, 'memory.read')
  onOpened?.(mark)
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

const marks = new WeakMap<FileNode, string>()
let lastMark = 0

/** Of this state of a file: a write makes another node. */
function markOf(file: FileNode): string {
  const mark = marks.get(file) ?? String((lastMark += 1))
  marks.set(file, mark)
  return mark
}
