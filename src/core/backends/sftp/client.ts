/** One connection to a server: reached, recognised, signed in, and speaking SFTP. */
import { connect as connectSocket, type Socket } from 'node:net'
import type { Client, ClientChannel, SFTPWrapper } from 'ssh2'
import { StorageError } from '../../../contract/failure.ts'
import { unlessAborted } from '../../../lib/unless-aborted.ts'
import type { SftpConfig } from './config.ts'
import { type ConnectContext, connectFailure, type ConnectStage, connectTimeout, hostKeyFailure } from './failures.ts'
import { createHostKeyCheck } from './host-key.ts'
import { createSignIn } from './sign-in.ts'
import { LineLostError } from './wire/exchange.ts'
import { createSession, type SftpSession } from './wire/session.ts'

export interface ConnectOptions {
  readonly knownHostsFiles: readonly string[]
  /** Where the SSH agent listens. */
  readonly agentSocket: string | undefined
  /** To be reached by. */
  readonly reachMs: number
  /** From being reached to the first answer over SFTP. */
  readonly signInMs: number
  /** Between two signs of life; after three without an answer the line is given up. */
  readonly keepAliveMs: number
}

export interface Connection {
  readonly session: SftpSession
  /** What a command of the server prints; undefined where it may not be run, or fails. */
  run(command: string, signal: AbortSignal): Promise<string | undefined>
  close(): Promise<void>
}

const closingMs = 500

/** Throws failures of `sftp.connect`: `unreachable`, `timeout`, `sign-in`, `unsupported`. */
export async function connect(config: SftpConfig, options: ConnectOptions, signal: AbortSignal): Promise<Connection> {
  signal.throwIfAborted()
  const { Client: SshClient, utils } = (await import('ssh2')).default
  const hostKey = await createHostKeyCheck(config, options.knownHostsFiles)
  const signIn = await createSignIn(config, { parseKey: utils.parseKey, agentSocket: options.agentSocket })
  const server = config.port === 22 ? config.host : `${config.host}:${config.port}`
  const contextAt = (stage: ConnectStage): ConnectContext => ({
    server,
    user: config.user,
    stage,
    offered: signIn.offered(),
    accepted: signIn.accepted(),
  })

  const socket = await reach(config, options, contextAt('reach'), signal)
  let stage: ConnectStage = 'handshake'
  let refusal: StorageError | undefined
  const client = new SshClient()
  const ended = endOf(client)
  try {
    const limit = new AbortController()
    const timer = setTimeout(() => limit.abort(connectTimeout(contextAt(stage), options.signInMs)), options.signInMs)
    try {
      const ready = new Promise<void>((resolve) => client.once('ready', resolve))
      client.once('handshake', () => (stage = 'sign-in'))
      client.connect({
        sock: socket,
        username: config.user,
        // ssh2 passes null at first, which its types do not say
        authHandler: (left, isPartial, next) => signIn.next(left, isPartial, next),
        algorithms: { serverHostKey: [...hostKey.algorithms] as never },
        hostVerifier: (key: Buffer) => {
          const refused = hostKey.refusalOf(key)
          if (refused) refusal = hostKeyFailure(refused, server, config.hostKey !== undefined)
          return !refused
        },
        keepaliveInterval: options.keepAliveMs,
        keepaliveCountMax: 3,
        readyTimeout: 0,
      })
      const both = AbortSignal.any([signal, limit.signal])
      const orEnd = <T>(work: Promise<T>) => unlessAborted(Promise.race([work, ended.thrown]), both)
      await orEnd(ready)
      stage = 'subsystem'
      const channel = await orEnd(openChannel(client))
      const session = await orEnd(createSession(channel))
      ended.whenEnded(session.fail)
      return connectionOf(client, socket, session)
    } finally {
      clearTimeout(timer)
    }
  } catch (error) {
    client.end()
    socket.destroy()
    signal.throwIfAborted()
    if (refusal) throw refusal
    throw error instanceof StorageError ? error : connectFailure(error as Error, contextAt(stage))
  }
}

interface End {
  /** Rejects when the client ends. */
  readonly thrown: Promise<never>
  /** Calls back at once when it ends, or has ended. */
  readonly whenEnded: (call: (cause: LineLostError) => void) => void
}

/** The end of a client, however it comes. An agent that does not answer is none: other ways to sign in may follow. */
function endOf(client: Client): End {
  const calls: ((cause: LineLostError) => void)[] = []
  let cause: LineLostError | undefined
  function end(by: LineLostError) {
    if (cause) return
    cause = by
    for (const call of calls) call(by)
  }
  client.on('error', (error: Error & { level?: string }) => {
    if (error.level === 'agent') return
    end(new LineLostError(error.message, { cause: error, isTimeout: error.level === 'client-timeout' }))
  })
  const hungUp = () => end(new LineLostError('the server closed the connection'))
  client.on('end', hungUp)
  client.setMaxListeners(0) // every command under way listens
  client.on('close', hungUp)
  const whenEnded: End['whenEnded'] = (call) => (cause ? call(cause) : void calls.push(call))
  const thrown = new Promise<never>((_, reject) => whenEnded(reject))
  thrown.catch(() => {})
  return { thrown, whenEnded }
}

function connectionOf(client: Client, socket: Socket, session: SftpSession): Connection {
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  return {
    session,
    run: (command, signal) => runCommand(client, command, signal),
    async close() {
      if (socket.destroyed) return
      client.end()
      const timer = setTimeout(() => socket.destroy(), closingMs)
      await closed
      clearTimeout(timer)
    },
  }
}

async function reach(
  { host, port }: SftpConfig,
  { reachMs }: ConnectOptions,
  context: ConnectContext,
  signal: AbortSignal,
): Promise<Socket> {
  const socket = connectSocket({ host, port, noDelay: true })
  let timer: NodeJS.Timeout | undefined
  try {
    const reached = new Promise<Socket>((resolve, reject) => {
      socket.once('connect', () => resolve(socket))
      socket.once('error', (error) => reject(connectFailure(error, context)))
      timer = setTimeout(() => reject(connectTimeout(context, reachMs)), reachMs)
    })
    return await unlessAborted(reached, signal)
  } catch (error) {
    socket.on('error', () => {}) // nobody waits any more
    socket.destroy()
    throw error
  } finally {
    clearTimeout(timer)
  }
}

const mostOutputBytes = 10_000

/** Whoever leaves does not wait for the command, which may go on at the server until its channel is closed. */
async function runCommand(client: Client, command: string, signal: AbortSignal): Promise<string | undefined> {
  let ended = () => client
  const running = new Promise<string | undefined>((resolve) => {
    client.exec(command, (error, channel) => {
      if (error) return resolve(undefined)
      let output = ''
      const leave = () => channel.close()
      signal.addEventListener('abort', leave, { once: true })
      channel.on('data', (chunk: Buffer) => {
        if (output.length < mostOutputBytes) output += chunk.toString('latin1')
      })
      channel.stderr.resume()
      channel.on('exit', (code: number | null) => {
        if (code !== 0) output = ''
      })
      channel.on('close', () => {
        signal.removeEventListener('abort', leave)
        resolve(output === '' ? undefined : output)
      })
    })
    const gone = () => resolve(undefined)
    client.once('close', gone)
    ended = () => client.off('close', gone)
  })
  void running.then(ended)
  return unlessAborted(running, signal)
}

function openChannel(client: Client): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client.subsys('sftp', (error: Error | undefined, channel: ClientChannel | SFTPWrapper) => {
      if (error) reject(error)
      else resolve(channel as ClientChannel)
    })
  })
}
