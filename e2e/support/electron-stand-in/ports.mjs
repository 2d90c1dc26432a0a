import { EventEmitter } from 'node:events'
import { MessageChannel } from 'node:worker_threads'

/** A `worker_threads` port with the interface of Electron's `MessagePortMain`. */
class EmitterPort extends EventEmitter {
  #port
  constructor(port) {
    super()
    this.#port = port
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
  postMessage = (data) => this.#port.postMessage(data)
  start() {
    this.#port.on('message', (data) => this.emit('message', { data }))
    this.#port.on('close', () => this.emit('close'))
  }
  close = () => this.#port.close()
  /** Returns the underlying port, so that it can be transferred. */
  detach = () => this.#port
}

export const openAsEmitterPort = (port) => new EmitterPort(port)

export class MessageChannelMain {
  #channel = new MessageChannel()
  port1 = new EmitterPort(this.#channel.port1)
  port2 = new EmitterPort(this.#channel.port2)
}
