/** A proxy in front of a server whose connections tests can count, cut and freeze. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface Proxy {
  readonly port: number
  /** The number of connections that were ever opened. */
  readonly opened: () => number
  /** From now on, lets at most this many connections through. */
  limit(connections: number): void
  /** Cuts all open connections. */
  cut(): void
  /** From now on nothing passes, but the connections stay open. */
  freeze(): void
  close(): Promise<void>
}

export async function startProxy(to: number): Promise<Proxy> {
  const sockets = new Set<Socket>()
  let opened = 0
  let most = Infinity
  const server = createServer((near) => {
    opened += 1
    if (opened > most) {
      near.destroy()
      return
    }
    const far = connect(to, '127.0.0.1')
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
    near.pipe(far).pipe(near)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as { port: number }).port,
    opened: () => opened,
    limit(connections) {
      most = connections
    },
    cut,
    freeze() {
      for (const socket of sockets) socket.unpipe().pause()
    },
    async close() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
