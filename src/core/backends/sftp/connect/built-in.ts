/**
 * A connection that this program makes itself, with `ssh2`: it connects, checks the host key, signs in and starts SFTP.
 */
import { connect as connectSocket, type Socket } from 'node:net'
import type { Client, ClientChannel, SFTPWrapper } from 'ssh2'
import { StorageError } from '../../../../contract/failure.ts'
import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import { portOf, serverOf, type SftpConfig, userOf } from '../config.ts'
import type { Connection, ConnectOptions } from './connection.ts'
import {
  type ConnectContext,
  connectFailure,
  type ConnectStage,
  connectTimeout,
  hostKeyFailure,
} from '../failures/failures.ts'
import { createHostKeyCheck } from '../host-key/host-key.ts'
import { createSignIn } from './sign-in.ts'
import { ConnectionLostError } from '../wire/exchange.ts'
import { createSession, type SftpSession } from '../wire/session.ts'

const closingMs = 500

/** Does what `connect` of `connect.ts` does. */
export async function connectBuiltIn(
  config: SftpConfig,
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<Connection> {
  signal.throwIfAborted()
  const { Client: SshClient, utils } = (await import('ssh2')).default
  const hostKey = await createHostKeyCheck(config, options.knownHostsFiles)
  const signIn = await createSignIn(config, { parseKey: utils.parseKey, agentSocket: options.agentSocket })
  const server = serverOf(config)
  const user = userOf(config)
  const contextAt = (stage: ConnectStage): ConnectContext => ({
    server,
    user,
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
        username: user,
        // ssh2 first passes null, which its types do not declare
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
      const session = await orEnd(sessionOver(channel))
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

async function sessionOver(channel: ClientChannel): Promise<SftpSession> {
  let lose: ((error: ConnectionLostError) => void) | undefined
  const lost = new Promise<ConnectionLostError>((resolve) => (lose = resolve))
  for (const event of ['end', 'close'])
    channel.on(event, () => lose?.(new ConnectionLostError('the channel was closed')))
  channel.on('error', (error: Error) => lose?.(new ConnectionLostError(error.message, { cause: error })))
  const opening = createSession({
    takesParts: false,
    listen: (take) => channel.on('data', take),
    write: (parts) => parts.forEach((part) => channel.write(part)),
    destroy: () => channel.destroy(),
  })
  const session = await Promise.race([opening, lost.then((error) => Promise.reject(error))])
  void lost.then(session.fail)
  return session
}

interface End {
  /** Rejects when the client ends. */
  readonly thrown: Promise<never>
  /** Calls back as soon as the client ends, or at once if it has ended. */
  readonly whenEnded: (call: (cause: ConnectionLostError) => void) => void
}

/**
 * Reports the end of a client, for any cause. An agent that does not answer does not end it, because other sign-in
 * methods may follow.
 */
function endOf(client: Client): End {
  const calls: ((cause: ConnectionLostError) => void)[] = []
  let cause: ConnectionLostError | undefined
  function end(by: ConnectionLostError) {
    if (cause) return
    cause = by
    for (const call of calls) call(by)
  }
  client.on('error', (error: Error & { level?: string }) => {
    if (error.level === 'agent') return
    end(new ConnectionLostError(error.message, { cause: error, isTimeout: error.level === 'client-timeout' }))
  })
  const hungUp = () => end(new ConnectionLostError('the server closed the connection'))
  client.on('end', hungUp)
  client.setMaxListeners(0) // every running command adds a listener
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
  config: SftpConfig,
  { reachMs }: ConnectOptions,
  context: ConnectContext,
  signal: AbortSignal,
): Promise<Socket> {
  const socket = connectSocket({ host: config.host, port: portOf(config), noDelay: true })
  let timer: NodeJS.Timeout | undefined
  try {
    const reached = new Promise<Socket>((resolve, reject) => {
      socket.once('connect', () => resolve(socket))
      socket.once('error', (error) => reject(connectFailure(error, context)))
      timer = setTimeout(() => reject(connectTimeout(context, reachMs)), reachMs)
    })
    return await unlessAborted(reached, signal)
  } catch (error) {
    socket.on('error', () => {}) // no caller is waiting any more
    socket.destroy()
    throw error
  } finally {
    clearTimeout(timer)
  }
}

const mostOutputBytes = 10_000

/**
 * Runs a command. A caller that aborts does not wait for it; the command may continue on the server until its channel
 * is closed.
 */
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
