/** A connection to a server that tests can count, cut and freeze. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface Proxy {
  readonly port: number
  /** How many connections were ever opened. */
  readonly opened: () => number
  /** From now on at most so many connections are let through. */
  limit(connections: number): void
  /** Cuts every connection that is open. */
  cut(): void
  /** From now on nothing passes, though no connection is cut. */
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
