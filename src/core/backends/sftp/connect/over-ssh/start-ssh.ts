/** Starts an `ssh` process for one SFTP session, and reports how it ends. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, connect as connectSocket, type Socket } from 'node:net'
import { join } from 'node:path'
import type { Channel } from '../../wire/exchange.ts'

export interface RunningSsh {
  readonly pid: number | undefined
  readonly channel: Channel
  /**
   * Resolves when the process has ended and all its output was read. Resolves with an error if it could not be started.
   */
  readonly ended: Promise<NodeJS.ErrnoException | undefined>
  readonly kill: (signal?: NodeJS.Signals) => void
}

/** The size of the read buffer. Its content is consumed before more bytes are read. */
const memoryBytes = 512 * 1024
const program = 'ssh'

/**
 * Starts `ssh`. Its input and output are one socket, whose bytes are read into the same buffer again and again; Node's
 * pipes allocate new memory for each read. The process has a session of its own, so it cannot ask at a terminal and is
 * not interrupted from there before we are done. When this program ends for any reason, the input of `ssh` ends, and so
 * does `ssh`.
 */
export async function startSsh(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  folder: string,
  onSaid: (text: string) => void,
): Promise<RunningSsh> {
  const { near, far, listen } = await socketPair(folder)
  const child = spawn(program, args, { env: environment, detached: true, stdio: [far, far, 'pipe'] })
  far.destroy() // the child process has its own copy by now
  near.on('error', () => {}) // errors are reported by the end of the process
  child.stderr?.setEncoding('utf8').on('data', onSaid)
  const ended = endOf(child)
  void ended.then(() => near.destroy())
  return {
    pid: child.pid,
    ended,
    channel: {
      takesParts: true,
      listen,
      write: createWriter(near),
      destroy: () => near.destroy(),
    },
    kill: (signal) => void child.kill(signal),
  }
}

/** Smaller parts are copied together, which is faster than a system call for each. */
const largeBytes = 16 * 1024

/** Requests of one turn of the event loop are sent in one step, after all received bytes have been handled. */
function createWriter(socket: Socket): Channel['write'] {
  let waiting: Uint8Array[] = []
  function send() {
    const parts = waiting
    waiting = []
    socket.cork()
    let small: Uint8Array[] = []
    const sendSmall = () => {
      if (small.length > 0) socket.write(small.length === 1 ? (small[0] as Uint8Array) : Buffer.concat(small))
      small = []
    }
    for (const part of parts) {
      if (part.length < largeBytes) {
        small.push(part)
        continue
      }
      sendSmall()
      socket.write(part)
    }
    sendSmall()
    socket.uncork()
  }
  return (parts) => {
    if (waiting.length === 0) process.nextTick(send)
    waiting.push(...parts)
  }
}

function endOf(child: ChildProcess): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    child.once('error', resolve)
    child.once('close', () => resolve(undefined))
  })
}

const closingMs = 500

/** Ends the process and waits until it has ended. */
export async function end({ kill, ended }: RunningSsh): Promise<void> {
  kill()
  const timer = setTimeout(() => kill('SIGKILL'), closingMs)
  await ended
  clearTimeout(timer)
}

let count = 0

async function socketPair(folder: string) {
  const path = join(folder, `pair-${(count += 1)}`)
  const server = createServer({ pauseOnConnect: true }).listen(path)
  await once(server, 'listening')
  try {
    let take: ((bytes: Buffer) => void) | undefined
    const memory = Buffer.allocUnsafeSlow(memoryBytes)
    const near = connectSocket({
      path,
      onread: {
        buffer: memory,
        callback(bytes) {
          take?.(memory.subarray(0, bytes))
          return true
        },
      },
    })
    const [[far]] = (await Promise.all([once(server, 'connection'), once(near, 'connect')])) as [[Socket], unknown]
    return { near, far, listen: (to: (bytes: Buffer) => void) => void (take = to) }
  } finally {
    server.close()
  }
}
