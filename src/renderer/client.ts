import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Contract } from '../contract/contract.ts'
import { StorageError } from '../contract/failure.ts'
import { streamCalls } from '../contract/stream-calls.ts'
import { type Client, type Connection, createConnection } from '../rpc/client.ts'
import type { Channel } from '../rpc/wire.ts'
import { HostRefused } from './dial.ts'

export type ConnectionState =
  | { readonly kind: 'connecting' }
  /** `epoch` increases with every new connection. */
  | { readonly kind: 'connected'; readonly epoch: number }
  | { readonly kind: 'lost'; readonly sinceMs: number; readonly attempt: number }
  | { readonly kind: 'refused' }

/** The connection to the host, which is restored automatically when it is lost. */
export interface HostLink {
  readonly state: StoreApi<ConnectionState>
  /** Returns the calls over the present connection. Throws `disconnected` without one. */
  readonly client: () => Client<Contract>
  /** Tries to reconnect at once, without waiting for the next attempt. */
  readonly retryNow: () => void
}

export interface LinkDeps {
  readonly dial: () => Promise<Channel>
  readonly now: () => number
  /** Runs after a delay; the returned function cancels it. */
  readonly after: (delayMs: number, run: () => void) => () => void
}

const firstDelayMs = 250
const longestDelayMs = 5000

export function createHostLink({ dial, now, after }: LinkDeps): HostLink {
  const state = createStore<ConnectionState>(() => ({ kind: 'connecting' }))
  let connection: Connection<Contract> | undefined
  let epoch = 0
  let isDialing = false
  let callOff = () => {}

  async function connect() {
    if (isDialing || connection) return
    isDialing = true
    callOff()
    try {
      const channel = watchClose(await dial(), onClosed)
      connection = createConnection<Contract>(streamCalls, channel)
      state.setState({ kind: 'connected', epoch: ++epoch }, true)
    } catch (error) {
      if (error instanceof HostRefused) state.setState({ kind: 'refused' }, true)
      else tryLater()
    } finally {
      isDialing = false
    }
  }

  function onClosed() {
    connection = undefined
    tryLater()
  }

  function tryLater() {
    const before = state.getState()
    const attempt = before.kind === 'lost' ? before.attempt + 1 : 1
    state.setState({ kind: 'lost', sinceMs: before.kind === 'lost' ? before.sinceMs : now(), attempt }, true)
    callOff = after(Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1)), () => void connect())
  }

  void connect()
  return {
    state,
    client() {
      if (connection) return connection.client
      throw new StorageError({
        kind: 'disconnected',
        message: 'The connection to Portolan is lost.',
        operation: 'window',
        retry: 'later',
      })
    },
    retryNow: () => void connect(),
  }
}

/** Returns a channel that calls `onClosed` at its end. The connection is its only listener. */
function watchClose(channel: Channel, onClosed: () => void): Channel {
  return {
    ...channel,
    onClose: (listener) =>
      channel.onClose(() => {
        onClosed()
        listener()
      }),
  }
}
