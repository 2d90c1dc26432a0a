/** Connects to a server and signs in. */
import { connect as connectSocket } from 'node:net'
import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import { type FtpConfig, portOf, serverOf } from '../config.ts'
import { connectFailure, connectTimeout, noTls } from '../failures/failures.ts'
import { LineError, type Reply, ReplyError } from '../wire/replies.ts'
import { type FtpSession, reached, Session } from '../wire/session.ts'

export interface ConnectOptions {
  /** The time limit for reaching the server. */
  readonly reachMs: number
  /** The time limit from reaching the server to the end of the sign-in. */
  readonly signInMs: number
}

export const defaultConnect: ConnectOptions = { reachMs: 10_000, signInMs: 20_000 }

export async function connect(config: FtpConfig, options: ConnectOptions, signal: AbortSignal): Promise<FtpSession> {
  const server = serverOf(config)
  const socket = connectSocket({ host: config.host, port: portOf(config) })
  const silent = AbortSignal.timeout(options.reachMs + options.signInMs)
  let isReached = false
  try {
    await unlessAborted(reached(socket, options.reachMs), signal)
    isReached = true
    socket.setNoDelay(true).setKeepAlive(true, 15_000)
    const session = new Session(socket, config, options)
    await unlessAborted(signIn(session, config, server), AbortSignal.any([signal, silent]))
    return session
  } catch (error) {
    socket.on('error', () => {})
    socket.destroy()
    signal.throwIfAborted()
    throw silent.aborted ? connectTimeout(server, options.signInMs) : connectFailure(error, server, isReached)
  }
}

async function signIn(session: Session, config: FtpConfig, server: string): Promise<void> {
  const { security, user = 'anonymous', password = user === 'anonymous' ? 'guest@' : '' } = config
  if (security === 'implicit') await session.secure()
  await greeted(session)
  if (security === 'explicit') {
    try {
      await session.ask('AUTH TLS')
    } catch (error) {
      throw error instanceof ReplyError && error.code !== 421 ? noTls(server, error) : error
    }
    await session.secure()
  }
  const asked = await session.ask(`USER ${bytesOf(user)}`)
  if (asked.code === 331) await session.ask(`PASS ${bytesOf(password)}`)
  session.features = featuresIn(await replyIfAny(session, 'FEAT'))
  if (session.features.has('UTF8')) await replyIfAny(session, 'OPTS UTF8 ON')
  if (security !== 'none') {
    await session.ask('PBSZ 0')
    await session.ask('PROT P')
  }
  await session.ask('TYPE I')
}

/** Waits for the server's greeting. Code 120 means that it will take a while. */
async function greeted(session: Session): Promise<void> {
  for (;;) {
    const reply = await session.next()
    if (reply.code >= 400) throw new ReplyError(reply)
    if (reply.code >= 200) return
    if (reply.code !== 120) throw new LineError('the greeting is none of FTP')
  }
}

/** Returns undefined if the server does not know the command. */
async function replyIfAny(session: FtpSession, command: string): Promise<Reply | undefined> {
  try {
    return await session.ask(command)
  } catch (error) {
    if (error instanceof ReplyError && error.code !== 421) return undefined
    throw error
  }
}

function featuresIn(reply: Reply | undefined): ReadonlyMap<string, string> {
  const lines = reply?.lines.slice(1, -1) ?? []
  return new Map(
    lines.map((line) => {
      const [, name = '', rest = ''] = /^\s*(\S+)\s*(.*)$/.exec(line) ?? []
      return [name.toUpperCase(), rest]
    }),
  )
}

function bytesOf(text: string): string {
  return Buffer.from(text).toString('latin1')
}
