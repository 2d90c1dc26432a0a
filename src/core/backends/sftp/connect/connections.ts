/**
 * The few connections of one mount. The first is for all short requests, so that a listing never waits behind the bytes
 * of a transfer. Transfers share the others, which branch off from the first if possible. A lost connection is reopened
 * by the next caller that needs it.
 */
import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import type { Connection } from './connection.ts'
import type { SftpSession } from '../wire/session.ts'

export interface Connections {
  /** Returns the connection for short requests. */
  short(signal: AbortSignal): Promise<SftpSession>
  /** Does the same as `Connection.run`, over the connection for short requests. */
  run(command: string, signal: AbortSignal): Promise<string | undefined>
  /** Returns a connection for bytes. The caller must release it when the bytes have passed. */
  forBytes(signal: AbortSignal): Promise<{ readonly session: SftpSession; readonly release: () => void }>
  close(): Promise<void>
}

export interface ConnectionsOptions {
  /** OpenSSH accepts ten unauthenticated connections at a time, and other servers fewer. */
  readonly mostForBytes: number
  /** A connection for bytes that is not in use is closed after this time. */
  readonly idleMs: number
}

export const defaultConnections: ConnectionsOptions = { mostForBytes: 3, idleMs: 30_000 }

/**
 * For this time, a server that refused another connection is not asked for one again, because it may count failed
 * attempts.
 */
const refusedMs = 60_000

/** A connection that may be open, opening or lost. */
interface Slot {
  opening: Promise<Connection> | undefined
  connection: Connection | undefined
  users: number
  idle: NodeJS.Timeout | undefined
}

export function createConnections(
  open: (signal: AbortSignal) => Promise<Connection>,
  { mostForBytes, idleMs }: ConnectionsOptions,
): Connections {
  const closed = new AbortController()
  let refusedUntil = 0
  const shortSlot = createSlot()
  const byteSlots = Array.from({ length: mostForBytes }, createSlot)

  async function start(slot: Slot): Promise<Connection> {
    try {
      const connection = await branchOrOpen(slot)
      slot.connection = connection
      return connection
    } catch (error) {
      slot.opening = undefined
      throw error
    }
  }

  async function branchOrOpen(slot: Slot): Promise<Connection> {
    const first = shortSlot.connection
    if (slot !== shortSlot && first?.branch && !first.session.isLost()) {
      try {
        return await first.branch(closed.signal)
      } catch {
        closed.signal.throwIfAborted() // the branch failed, so the slot gets a connection of its own
      }
    }
    return open(closed.signal)
  }

  /** Opening continues if one caller leaves: another may be waiting, and the next call will need it. */
  function sessionOf(slot: Slot, signal: AbortSignal): Promise<SftpSession> {
    signal.throwIfAborted()
    closed.signal.throwIfAborted()
    if (slot.connection?.session.isLost()) {
      void slot.connection.close()
      slot.connection = undefined
      slot.opening = undefined
    }
    if (!slot.opening) {
      slot.opening = start(slot)
      slot.opening.catch(() => {}) // the callers that wait get the error
    }
    return unlessAborted(
      slot.opening.then(({ session }) => session),
      signal,
    )
  }

  function release(slot: Slot) {
    slot.users -= 1
    if (slot.users > 0 || slot === shortSlot) return
    slot.idle = setTimeout(() => {
      void slot.connection?.close()
      slot.connection = undefined
      slot.opening = undefined
    }, idleMs).unref()
  }

  async function use(slot: Slot, signal: AbortSignal) {
    clearTimeout(slot.idle)
    slot.users += 1
    try {
      const session = await sessionOf(slot, signal)
      let isReleased = false
      return {
        session,
        release() {
          if (!isReleased) release(slot)
          isReleased = true
        },
      }
    } catch (error) {
      release(slot)
      throw error
    }
  }

  return {
    short: async (signal) => sessionOf(shortSlot, signal),
    async run(command, signal) {
      await sessionOf(shortSlot, signal)
      return shortSlot.connection?.run(command, signal)
    },
    async forBytes(signal) {
      const usable = [...byteSlots, shortSlot].filter(isOpen)
      const slots = performance.now() < refusedUntil && usable.length > 0 ? usable : byteSlots
      const slot = slots.reduce((best, next) => (isBetter(next, best) ? next : best))
      const isNew = !isOpen(slot)
      try {
        return await use(slot, signal)
      } catch (error) {
        const other = [...byteSlots, shortSlot].find((one) => one !== slot && isOpen(one))
        // if the server allows no more connections, an existing one is shared
        if (!isNew || !other || signal.aborted || closed.signal.aborted) throw error
        refusedUntil = performance.now() + refusedMs
        return use(other, signal)
      }
    },
    async close() {
      closed.abort(new Error('the mount was closed'))
      const slots = [shortSlot, ...byteSlots]
      for (const { idle } of slots) clearTimeout(idle)
      await Promise.allSettled(slots.map(async ({ opening }) => (await opening)?.close()))
    },
  }
}

function createSlot(): Slot {
  return { opening: undefined, connection: undefined, users: 0, idle: undefined }
}

function isOpen({ connection }: Slot): boolean {
  return connection !== undefined && !connection.session.isLost()
}

/** A slot with fewer users is better; of two equal ones, the one that is open. */
function isBetter(slot: Slot, best: Slot): boolean {
  return slot.users < best.users || (slot.users === best.users && isOpen(slot) && !isOpen(best))
}
