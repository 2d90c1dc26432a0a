import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import type { ReadOptions } from '../../backend.ts'
import { kindOf } from './facts.ts'
import { failingAs, refuse, sftpFailure } from '../failures/failures.ts'
import { awaitHandle, closeUnwatched } from './handles.ts'
import type { Connections } from '../connect/connections.ts'
import { realPlaceOf } from '../paths/resolve-path.ts'
import { createReadAhead, type ReadAhead } from './read-ahead.ts'
import type { Attributes } from '../wire/attributes.ts'
import type { ServerPath } from '../wire/packet.ts'
import { type Handle, openFlags, type SftpSession } from '../wire/session.ts'

const operation = 'sftp.read'

/** Reads the bytes of a file, or of the target of a link inside the mount, with many requests in parallel. */
export async function readFile(
  connections: Connections,
  root: ServerPath,
  path: string,
  options: ReadOptions,
): Promise<ReadableStream<Uint8Array>> {
  const { signal, length = Infinity } = options
  return failingAs(operation, path, async () => {
    const short = await connections.short(signal)
    const real = await unlessAborted(realPlaceOf(short, root, path, operation), signal)
    const found = await unlessAborted(short.stat(real), signal)
    refuseUnlessFile(found, path) // checked before it is opened, because opening a pipe would block the server
    // if one request is enough, it uses the connection for short requests
    const isSmall = Math.min(found.sizeBytes ?? Infinity, length) <= short.readBytes
    const connection = isSmall ? { session: short, release: () => {} } : await connections.forBytes(signal)
    try {
      return await openStream(connection, real, path, options)
    } catch (error) {
      connection.release()
      throw error
    }
  })
}

interface ByteConnection {
  readonly session: SftpSession
  readonly release: () => void
}

async function openStream({ session, release }: ByteConnection, real: ServerPath, path: string, options: ReadOptions) {
  const { signal } = options
  const handle = await awaitHandle(session, session.open(real, openFlags.read), signal)
  try {
    const opened = await unlessAborted(session.handleStat(handle), signal)
    refuseUnlessFile(opened, path)
    const mark = markOf(opened)
    if (options.ifUnchanged !== undefined && options.ifUnchanged !== mark) throw changed(path)
    if (mark !== undefined) {
      const { sizeBytes, times } = opened
      const modified = times && { modifiedMs: times.modified * 1000 }
      options.onOpened?.(mark, { ...(sizeBytes !== undefined && { sizeBytes }), ...modified })
    }
    return streamOf({ session, release }, handle, opened, path, options)
  } catch (error) {
    closeUnwatched(session, handle)
    throw error
  }
}

function streamOf(
  { session, release }: ByteConnection,
  handle: Handle,
  opened: Attributes,
  path: string,
  options: ReadOptions,
) {
  const { signal, offset = 0, length = Infinity } = options
  const size = opened.sizeBytes ?? 0
  const end = offset + length
  const ahead: ReadAhead = createReadAhead(session, handle, { offset, end, sizeBytes: size })
  let isOpen = true
  let onAbort: (() => void) | undefined

  function close() {
    if (!isOpen) return
    isOpen = false
    if (onAbort) signal.removeEventListener('abort', onAbort)
    closeUnwatched(session, handle)
    release()
  }

  async function checkUnchanged() {
    const now = await session.handleStat(handle)
    const isShort = ahead.position() < Math.min(end, size)
    if (!isShort && now.sizeBytes === opened.sizeBytes && now.times?.modified === opened.times?.modified) return
    throw changed(path)
  }

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        onAbort = () => {
          controller.error(signal.reason)
          close()
        }
        signal.addEventListener('abort', onAbort, { once: true })
      },
      async pull(controller) {
        try {
          const chunk = await ahead.next()
          if (!isOpen) return
          if (chunk) return controller.enqueue(chunk)
          await checkUnchanged()
          if (!isOpen) return
          close()
          controller.close()
        } catch (error) {
          if (!isOpen) return
          close()
          controller.error(sftpFailure(error, operation, path))
        }
      },
      cancel: close,
    },
    { highWaterMark: 0 },
  )
}

/** Returns the mark of a file's state, as exact as the protocol allows: its size and modification time. */
function markOf({ sizeBytes, times }: Attributes): string | undefined {
  return sizeBytes === undefined || !times ? undefined : `${sizeBytes} ${times.modified}`
}

export function changed(path: string) {
  return refuse('changed', 'store.changed-while-read', operation, path)
}

export function refuseUnlessFile(attributes: Attributes, path: string) {
  const kind = kindOf(attributes)
  if (kind === 'file') return
  throw refuse('not-a-file', kind === 'folder' ? 'store.not-a-file' : 'store.device', operation, path)
}
