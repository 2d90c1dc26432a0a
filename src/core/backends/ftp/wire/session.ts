/**
 * One session with a server: commands one after another, and the data connections that some of them open. Texts are
 * bytes, as latin1, so that names are not changed.
 */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { FtpConfig } from '../config.ts'
import { createReplyReader, LineError, type Reply, ReplyError } from './replies.ts'
import { secure } from './secure.ts'

export interface Transfer {
  readonly socket: Socket
  /** The server's final reply about the transfer. */
  readonly end: Promise<Reply>
}

export interface FtpSession {
  /**
   * Sends a command. Throws a `ReplyError` for a reply that is neither 2xx nor 3xx, and a `LineError` if the connection
   * is lost.
   */
  ask(command: string): Promise<Reply>
  /** Sends a command that transfers bytes over a connection of its own. `offset` is the position in the file. */
  transfer(command: string, offset?: number): Promise<Transfer>
  /** The features that the server reports, in capitals; that of `MLST` with its facts. */
  readonly features: ReadonlyMap<string, string>
  /** Resolves when no reply is outstanding. */
  settled(): Promise<void>
  isLost(): boolean
  close(): void
}

export interface SessionOptions {
  /** The time limit for connecting, also for data connections. */
  readonly reachMs: number
}

/** How long TLS on a data connection waits for the server's first reply. */
const earlyMs = 1500

/** Takes over a socket whose greeting has not been read yet. */
export class Session implements FtpSession {
  features: ReadonlyMap<string, string> = new Map()
  readonly #config: FtpConfig
  readonly #options: SessionOptions
  readonly #address: string
  #socket: Socket
  #reader = createReplyReader()
  #waiting: { readonly resolve: (reply: Reply) => void; readonly reject: (error: unknown) => void }[] = []
  #early: Reply[] = []
  #idle: (() => void)[] = []
  #lost: Error | undefined
  #tlsSession: Buffer | undefined
  #isSecure = false
  #isOldPassive = false

  constructor(socket: Socket, config: FtpConfig, options: SessionOptions) {
    this.#config = config
    this.#options = options
    this.#socket = socket
    this.#address = socket.remoteAddress ?? config.host
    this.#listen(socket)
  }

  /** Starts TLS on the connection. */
  async secure(): Promise<void> {
    this.#socket.removeAllListeners('data')
    const { socket, secured } = secure(this.#socket, this.#config)
    socket.on('session', (session) => (this.#tlsSession = session))
    this.#socket = socket
    this.#listen(socket)
    await secured
    this.#isSecure = true
    this.#tlsSession ??= socket.getSession()
  }

  next(): Promise<Reply> {
    if (this.#lost) return Promise.reject(this.#lost)
    const early = this.#early.shift()
    if (early) return Promise.resolve(early)
    const reply = new Promise<Reply>((resolve, reject) => this.#waiting.push({ resolve, reject }))
    reply.catch(() => {}) // the callers that wait get the error
    return reply
  }

  async ask(command: string): Promise<Reply> {
    return succeeding(await this.#send(command))
  }

  async transfer(command: string, offset = 0): Promise<Transfer> {
    const plain = await this.#openData()
    plain.on('error', () => {}) // the code that reads or writes gets the error
    let socket: Socket = plain
    try {
      if (offset > 0) await this.ask(`REST ${offset}`)
      const answering = this.#send(command)
      let secured = Promise.resolve()
      if (this.#isSecure) {
        // some servers close a connection on which the client speaks first, and a few send no reply before TLS has
        // begun
        await Promise.race([answering, pause(earlyMs, undefined, { ref: false })])
        const begun = secure(plain, this.#config, this.#tlsSession)
        socket = begun.socket.on('error', () => {})
        secured = begun.secured
      }
      socket.pause()
      const first = await answering
      if (first.code >= 200) throw new ReplyError(first)
      const end = this.next().then(succeeding)
      end.catch(() => {})
      await secured
      return { socket, end }
    } catch (error) {
      socket.destroy()
      throw error
    }
  }

  async settled(): Promise<void> {
    if (this.#waiting.length > 0 && !this.#lost) await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  isLost(): boolean {
    return this.#lost !== undefined
  }

  close(): void {
    if (!this.#lost) this.#socket.end('QUIT\r\n')
    this.#lose(new LineError('the connection was closed'))
  }

  #send(command: string): Promise<Reply> {
    if (/[\r\n\0]/.test(command)) return Promise.reject(new LineError('a command is one line'))
    const reply = this.next()
    if (!this.#lost) this.#socket.write(Buffer.from(`${command}\r\n`, 'latin1'))
    return reply
  }

  #listen(socket: Socket) {
    socket.on('data', (bytes: Buffer) => this.#hear(bytes.toString('latin1')))
    socket.on('error', (error) => this.#lose(error))
    socket.on('close', () => this.#lose(new LineError('the server closed the connection')))
  }

  #hear(text: string) {
    try {
      for (const reply of this.#reader.add(text)) {
        const waiting = this.#waiting.shift()
        if (waiting) waiting.resolve(reply)
        else if (reply.code === 421) this.#lose(new ReplyError(reply))
        else this.#early.push(reply)
      }
      if (this.#waiting.length === 0) for (const resolve of this.#idle.splice(0)) resolve()
    } catch (error) {
      this.#lose(error as Error)
    }
  }

  #lose(error: Error) {
    this.#lost ??= error
    for (const { reject } of this.#waiting.splice(0)) reject(this.#lost)
    for (const resolve of this.#idle.splice(0)) resolve()
    this.#socket.destroy()
  }

  /**
   * Opens a data connection. The address in the reply is ignored: behind a firewall it is wrong, and a hostile server
   * could direct us elsewhere.
   */
  async #openData(): Promise<Socket> {
    const port = await this.#askPort()
    const socket = connect({ host: this.#address, port })
    await reached(socket, this.#options.reachMs)
    return socket
  }

  async #askPort(): Promise<number> {
    if (!this.#isOldPassive) {
      try {
        const { lines } = await this.ask('EPSV')
        const [, port] = /\(\D\D\D(\d+)\D\)/.exec(lines.join(' ')) ?? []
        if (port !== undefined) return Number(port)
      } catch (error) {
        if (!(error instanceof ReplyError) || error.code === 421) throw error
      }
      this.#isOldPassive = true
    }
    const { lines } = await this.ask('PASV')
    const [, high, low] = /\d+,\d+,\d+,\d+,(\d+),(\d+)/.exec(lines.join(' ')) ?? []
    if (high === undefined || low === undefined) throw new LineError('the server names no port for data')
    return Number(high) * 256 + Number(low)
  }
}

/** Throws with the code `ETIMEDOUT` if nothing answers. */
export async function reached(socket: Socket, limitMs: number): Promise<void> {
  const limit = AbortSignal.timeout(limitMs)
  try {
    await once(socket, 'connect', { signal: limit })
  } catch (error) {
    socket.on('error', () => {})
    socket.destroy()
    throw limit.aborted ? Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' }) : error
  }
}

function succeeding(reply: Reply): Reply {
  if (reply.code >= 400) throw new ReplyError(reply)
  return reply
}
