import { constants, type Stats } from 'node:fs'
import { type FileHandle, lstat, open } from 'node:fs/promises'
import type { ReadOptions } from '../../backend.ts'
import { kindOf, markOf, modifiedOf } from './facts.ts'
import { refuseUnlessInPlace } from './in-place.ts'
import { failingAs, localFailure, refuse } from '../failures/failures.ts'
import { realPathOf } from '../paths/resolve-path.ts'

const chunkBytes = 512 * 1024
const operation = 'local.read'

/** Reads the bytes of a file, or of the target of a link inside the mount. */
export async function readFile(root: string, path: string, options: ReadOptions): Promise<ReadableStream<Uint8Array>> {
  return failingAs(operation, path, async () => {
    options.signal.throwIfAborted()
    const real = await realPathOf(root, path, operation)
    refuseUnlessFile(await lstat(real), path) // checked before it is opened, because opening a device may have side effects
    const file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const opened = await file.stat()
      refuseUnlessFile(opened, path)
      if (options.isPlainWay) await refuseUnlessInPlace({ root, path, operation }, file, opened)
      options.signal.throwIfAborted()
      const mark = markOf(opened)
      if (options.ifUnchanged !== undefined && options.ifUnchanged !== mark) throw changed(path)
      options.onOpened?.(mark, { sizeBytes: opened.size, modifiedMs: modifiedOf(opened) })
      return streamOf(file, opened, path, options)
    } catch (error) {
      await file.close()
      throw error
    }
  })
}

function streamOf(
  file: FileHandle,
  opened: Stats,
  path: string,
  { signal, offset = 0, length = Infinity }: ReadOptions,
) {
  const end = offset + length
  let at = offset
  let isOpen = true
  let reading: Promise<unknown> = Promise.resolve()
  let onAbort: (() => void) | undefined

  async function close() {
    if (!isOpen) return
    isOpen = false
    if (onAbort) signal.removeEventListener('abort', onAbort)
    await reading.catch(() => {})
    await file.close()
  }

  async function next(): Promise<Uint8Array | undefined> {
    const wanted = Math.min(chunkBytes, end - at)
    // one byte more than expected detects the end of the file, or growth, without another chunk
    const chunk = Buffer.allocUnsafeSlow(Math.max(Math.min(wanted, opened.size - at + 1), Math.min(wanted, 4096)))
    if (chunk.length === 0) return undefined
    const { bytesRead } = await file.read(chunk, 0, chunk.length, at)
    at += bytesRead
    // only the bytes that were read are visible, not the rest of the uninitialised memory
    return bytesRead === 0 ? undefined : new Uint8Array(chunk.buffer, 0, bytesRead)
  }

  async function checkUnchanged() {
    const now = await file.stat()
    const isShort = at < Math.min(end, opened.size)
    if (!isShort && now.size === opened.size && now.mtimeMs === opened.mtimeMs) return
    throw changed(path)
  }

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        onAbort = () => {
          controller.error(signal.reason)
          void close()
        }
        signal.addEventListener('abort', onAbort, { once: true })
      },
      async pull(controller) {
        try {
          const turn = next()
          reading = turn
          const chunk = await turn
          if (!isOpen) return
          if (chunk) return controller.enqueue(chunk)
          await checkUnchanged()
          await close()
          controller.close()
        } catch (error) {
          if (!isOpen) return
          await close()
          controller.error(localFailure(error, operation, path))
        }
      },
      cancel: close,
    },
    { highWaterMark: 0 },
  )
}

function changed(path: string) {
  return refuse('changed', 'store.changed-while-read', operation, path)
}

function refuseUnlessFile(stats: Stats, path: string) {
  const kind = kindOf(stats)
  if (kind === 'file') return
  throw refuse('not-a-file', kind === 'folder' ? 'store.not-a-file' : 'store.device', operation, path)
}
