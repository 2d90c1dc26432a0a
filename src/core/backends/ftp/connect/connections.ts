/**
 * The connections of one mount. A session does one thing at a time, so each is lent to one caller at a time, and opened
 * if none is free. If a server refuses another connection, the existing ones are used.
 */
import { said } from '../../../../contract/sentences/said.ts'
import { StorageError } from '../../../../contract/failure.ts'
import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import type { FtpSession } from '../wire/session.ts'

export interface Lent {
  readonly session: FtpSession
  /** Returns the session when the server has sent all its replies. A session that does not finish in time is closed. */
  readonly release: () => void
}

export interface Connections {
  lend(signal: AbortSignal): Promise<Lent>
  /** Lends a session for the duration of `work`. A caller that aborts does not wait for the reply. */
  with<T>(signal: AbortSignal, work: (session: FtpSession) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export interface ConnectionsOptions {
  readonly most: number
  /** An unused session is closed after this time. */
  readonly idleMs: number
  /**
   * If a server allows only one connection, it may be in use for this long before other callers get an error. A file
   * that is being read may itself wait for such a caller.
   */
  readonly heldMs: number
}

export const defaultConnections: ConnectionsOptions = { most: 5, idleMs: 30_000, heldMs: 8000 }

/** For this time, a server that refused another connection is not asked for one again. */
const refusedMs = 60_000
/** After a transfer was cancelled, the server has this long to report it. */
const settleMs = 2000

export function createConnections(
  open: (signal: AbortSignal) => Promise<FtpSession>,
  options: ConnectionsOptions,
): Connections {
  return new Pool(open, options)
}

class Pool implements Connections {
  readonly #open: (signal: AbortSignal) => Promise<FtpSession>
  readonly #options: ConnectionsOptions
  readonly #closed = new AbortController()
  readonly #free: { readonly session: FtpSession; readonly idle: NodeJS.Timeout }[] = []
  readonly #all = new Set<FtpSession>()
  readonly #waiting: (() => void)[] = []
  #opening = 0
  #refusedUntil = 0
  #lentMs = 0

  constructor(open: (signal: AbortSignal) => Promise<FtpSession>, options: ConnectionsOptions) {
    this.#open = open
    this.#options = options
  }

  async lend(signal: AbortSignal): Promise<Lent> {
    const session = await this.#acquire(signal)
    let isReleased = false
    return {
      session,
      release: () => {
        if (!isReleased) void this.#giveBack(session)
        isReleased = true
      },
    }
  }

  async with<T>(signal: AbortSignal, work: (session: FtpSession) => Promise<T>): Promise<T> {
    const { session, release } = await this.lend(signal)
    const working = work(session)
    working.then(release, release)
    return unlessAborted(working, signal)
  }

  async close(): Promise<void> {
    this.#closed.abort(new Error('the mount was closed'))
    for (const { idle } of this.#free.splice(0)) clearTimeout(idle)
    for (const session of this.#all) session.close()
    this.#all.clear()
    for (const wake of this.#waiting.splice(0)) wake()
  }

  async #acquire(signal: AbortSignal): Promise<FtpSession> {
    for (;;) {
      signal.throwIfAborted()
      this.#closed.signal.throwIfAborted()
      const session = this.#takeFree() ?? (this.#mayOpen() ? await this.#openFor(signal) : undefined)
      if (session) {
        this.#lentMs = performance.now()
        return session
      }
      if (!this.#mayOpen() && this.#free.length === 0) await this.#turn(signal)
    }
  }

  #mayOpen(): boolean {
    const count = this.#all.size + this.#opening
    return count < this.#options.most && (performance.now() >= this.#refusedUntil || count === 0)
  }

  #takeFree(): FtpSession | undefined {
    for (let one = this.#free.pop(); one; one = this.#free.pop()) {
      clearTimeout(one.idle)
      if (!one.session.isLost()) return one.session
      this.#all.delete(one.session)
    }
    return undefined
  }

  /** Returns undefined if the server allows no more connections. */
  async #openFor(signal: AbortSignal): Promise<FtpSession | undefined> {
    const made = this.#openOne()
    try {
      return await unlessAborted(made, signal)
    } catch (error) {
      // the caller aborted, but a session may still be opened for it
      if (signal.aborted)
        made.then(
          (session) => this.#giveBack(session),
          () => this.#wakeOne(),
        )
      else this.#wakeOne()
      const isCrowded = error instanceof StorageError && error.failure.kind === 'busy' && this.#all.size > 0
      if (!isCrowded || signal.aborted) throw error
      this.#refusedUntil = performance.now() + refusedMs
      return undefined
    }
  }

  async #openOne(): Promise<FtpSession> {
    this.#opening += 1
    try {
      const session = await this.#open(this.#closed.signal)
      this.#all.add(session)
      return session
    } finally {
      this.#opening -= 1
    }
  }

  async #turn(signal: AbortSignal): Promise<void> {
    let wake = () => {}
    const turn = new Promise<void>((resolve) => {
      wake = resolve
      this.#waiting.push(resolve)
    })
    const { heldMs } = this.#options
    const impatience = new AbortController()
    const looking = setInterval(() => {
      const isHeld = this.#all.size === 1 && performance.now() - this.#lentMs > heldMs
      if (isHeld) impatience.abort(inUse())
    }, heldMs / 4)
    try {
      await unlessAborted(turn, AbortSignal.any([signal, impatience.signal]))
    } catch (error) {
      const at = this.#waiting.indexOf(wake)
      if (at >= 0) this.#waiting.splice(at, 1)
      else this.#wakeOne() // it was already woken, so it passes its turn on
      throw error
    } finally {
      clearInterval(looking)
    }
  }

  #wakeOne() {
    this.#waiting.shift()?.()
  }

  async #giveBack(session: FtpSession): Promise<void> {
    const late = AbortSignal.timeout(settleMs)
    await unlessAborted(session.settled(), late).catch(() => session.close())
    if (session.isLost() || this.#closed.signal.aborted) return this.#drop(session)
    const one = { session, idle: setTimeout(() => this.#retire(session), this.#options.idleMs).unref() }
    this.#free.push(one)
    this.#wakeOne()
  }

  #retire(session: FtpSession) {
    const at = this.#free.findIndex((one) => one.session === session)
    if (at >= 0) this.#free.splice(at, 1)
    this.#drop(session)
  }

  #drop(session: FtpSession) {
    session.close()
    this.#all.delete(session)
    this.#wakeOne()
  }
}

function inUse(): StorageError {
  return new StorageError({ kind: 'busy', ...said('ftp.one-connection'), operation: 'ftp.connect', retry: 'later' })
}
