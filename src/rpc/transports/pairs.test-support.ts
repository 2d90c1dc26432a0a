import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { MessageChannel } from 'node:worker_threads'
import { WebSocket, WebSocketServer } from 'ws'
import type { Channel } from '../wire.ts'
import { createInProcessPair } from './in-process.ts'
import { createPortChannel, portOfEventTarget } from './message-port.ts'
import { createSocketChannel } from './websocket.ts'

/** The two ends of a real connection. */
export type Pair = readonly [near: Channel, far: Channel]

export const transportNames = ['in process', 'message port', 'websocket'] as const
export type TransportName = (typeof transportNames)[number]

const cleanUps: (() => void | Promise<void>)[] = []

/** Closes every pair that was opened. */
export async function closePairs(): Promise<void> {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
}

export async function openPair(name: TransportName): Promise<Pair> {
  const pair = await openers[name]()
  cleanUps.unshift(() => pair[0].close())
  return pair
}

const openers: Readonly<Record<TransportName, () => Promise<Pair>>> = {
  'in process': async () => createInProcessPair(),
  'message port': async () => {
    const { port1, port2 } = new MessageChannel()
    return [createPortChannel(portOfEventTarget(port1)), createPortChannel(portOfEventTarget(port2))]
  },
  websocket: async () => {
    const http = createServer()
    const sockets = new WebSocketServer({ server: http })
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
    cleanUps.push(async () => {
      for (const socket of sockets.clients) socket.terminate()
      await new Promise((resolve) => http.close(resolve))
    })
    const far = new Promise<Channel>((resolve) => {
      sockets.once('connection', (socket) => resolve(createSocketChannel(socket)))
    })
    const socket = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`)
    await new Promise((resolve) => socket.once('open', resolve))
    return [createSocketChannel(socket), await far]
  },
}
