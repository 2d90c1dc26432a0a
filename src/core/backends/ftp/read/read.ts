import { pullStream } from '../../../../lib/flow/pull-stream.ts'
import { known } from '../../../../lib/known.ts'
import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import type { ReadOptions } from '../../backend.ts'
import type { Connections, Lent } from '../connect/connections.ts'
import { failingAs, ftpFailure, refuse } from '../failures/failures.ts'
import { type ServerPath, serverPath } from '../paths/server-path.ts'
import { ReplyError } from '../wire/replies.ts'
import type { Transfer } from '../wire/session.ts'
import type { Facts } from './facts.ts'
import { look } from './stat.ts'

const operation = 'ftp.read'
type Body = ReadableStream<Uint8Array>

/** Reads the bytes of a file over a connection of its own. */
export async function readFile(
  connections: Connections,
  root: ServerPath,
  path: string,
  options: ReadOptions,
): Promise<Body> {
  const { signal, offset = 0, length = Infinity } = options
  return failingAs(operation, path, async () => {
    if (path === '') throw notAFile(path)
    const full = serverPath(root, path, operation)
    const lent = await connections.lend(signal)
    try {
      const opened = await unlessAborted(look(lent.session, full), signal)
      if (!opened) throw new ReplyError({ code: 550, lines: ['no such file'] })
      if (opened.kind === 'folder') throw notAFile(path)
      const mark = markOf(opened)
      if (options.ifUnchanged !== undefined && options.ifUnchanged !== mark) throw changed(path)
      const { sizeBytes, modifiedMs } = opened
      if (mark !== undefined) options.onOpened?.(mark, known({ sizeBytes, modifiedMs }))
      if (length === 0 || offset >= (sizeBytes ?? Infinity)) {
        lent.release()
        return new Blob([]).stream() as Body
      }
      const transferring = lent.session.transfer(`RETR ${full}`, offset)
      try {
        return streamOf(lent, await unlessAborted(transferring, signal), { full, path, opened, options })
      } catch (error) {
        transferring.then(({ socket }) => socket.destroy()).catch(() => {})
        throw error
      }
    } catch (error) {
      lent.release()
      throw error
    }
  })
}

interface Reading {
  readonly full: ServerPath
  readonly path: string
  readonly opened: Facts
  readonly options: ReadOptions
}

function streamOf({ session, release }: Lent, { socket, end }: Transfer, reading: Reading): Body {
  const { full, path, opened, options } = reading
  const { signal, offset = 0, length = Infinity } = options
  const chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>
  const expected = (opened.sizeBytes ?? Infinity) - offset
  let given = 0
  let onAbort: (() => void) | undefined

  function close() {
    if (onAbort) signal.removeEventListener('abort', onAbort)
    socket.destroy()
    release()
  }
  onAbort = close
  signal.addEventListener('abort', onAbort, { once: true })

  async function checkUnchanged() {
    await unlessAborted(end, signal)
    const now = await unlessAborted(look(session, full), signal)
    const isWhole = expected === Infinity || given === expected
    if (!isWhole || !now || markOf(now) !== markOf(opened)) throw changed(path)
  }

  return pullStream({
    async read() {
      try {
        if (given < length) {
          const { value } = await unlessAborted(chunks.next(), signal)
          if (value) {
            const part = value.subarray(0, length - given)
            given += part.length
            return part
          }
          await checkUnchanged()
        }
        close()
        return undefined
      } catch (error) {
        close()
        signal.throwIfAborted()
        throw ftpFailure(error, operation, path)
      }
    },
    async cancel() {
      close()
    },
  })
}

/** Returns the mark of a file's state, as exact as servers allow: its size and modification time. */
function markOf({ sizeBytes, modifiedMs }: Facts): string | undefined {
  return sizeBytes === undefined || modifiedMs === undefined ? undefined : `${sizeBytes} ${modifiedMs}`
}

function changed(path: string) {
  return refuse('changed', 'store.changed-while-read', operation, path)
}

function notAFile(path: string) {
  return refuse('not-a-file', 'store.not-a-file', operation, path)
}
