/** Starts an `ssh` for one conversation over SFTP, and tells how it ends. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, connect as connectSocket, type Socket } from 'node:net'
import { join } from 'node:path'
import type { Channel } from '../../wire/exchange.ts'

export interface RunningSsh {
  readonly pid: number | undefined
  readonly channel: Channel
  /** Resolves when it has ended and all that it said was heard; with an error where it could not be started. */
  readonly ended: Promise<NodeJS.ErrnoException | undefined>
  readonly kill: (signal?: NodeJS.Signals) => void
}

/** What comes at once goes here; it is used up before more comes. */
const memoryBytes = 512 * 1024
const program = 'ssh'

/**
 * Its input and output are one socket, whose bytes come into the same memory again and again: the pipes of Node take new
 * memory for each. It runs in a session of its own: no terminal that it could ask, and no interrupt from there before we
 * are done. When this program ends, however that is, its input ends and so does it.
 */
export async function startSsh(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  folder: string,
  onSaid: (text: string) => void,
): Promise<RunningSsh> {
  const { near, far, listen } = await socketPair(folder)
  const child = spawn(program, args, { env: environment, detached: true, stdio: [far, far, 'pipe'] })
  far.destroy() // it has its own by now
  near.on('error', () => {}) // it tells by ending
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

/** Smaller ones are copied together: that is quicker than telling the system of each. */
const largeBytes = 16 * 1024

/** Requests of one turn leave in one step, when all that came has been seen to. */
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

/** Ends it, and waits until it has. */
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
