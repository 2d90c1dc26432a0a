import type { Channel, Message } from '../wire.ts'

/** The common interface of the ports of the DOM, `worker_threads` and Electron's main process, adapted by `portOf…`. */
export interface Port {
  post(message: unknown): void
  /** Sets the listeners and starts delivery. */
  listen(onMessage: (message: unknown) => void, onClose: () => void): void
  close(): void
}

/** Creates a channel over a message port. The port clones messages; columns travel as typed arrays. */
export function createPortChannel(port: Port): Channel {
  let onMessage: (message: Message) => void = () => {}
  let onClose: () => void = () => {}
  let isOpen = true
  function closed() {
    if (!isOpen) return
    isOpen = false
    onClose()
  }
  port.listen((message) => onMessage(message as Message), closed)
  return {
    send: (message) => isOpen && port.post(message),
    onMessage: (listener) => (onMessage = listener),
    onClose: (listener) => (onClose = listener),
    close() {
      port.close()
      closed()
    },
  }
}

/** Adapts a DOM or `worker_threads` port. */
export function portOfEventTarget(port: {
  postMessage(message: unknown): void
  addEventListener(type: 'message' | 'close', listener: (event: Event) => void): void
  start?(): void
  close(): void
}): Port {
  return {
    post: (message) => port.postMessage(message),
    listen(onMessage, onClose) {
      port.addEventListener('message', (event) => onMessage((event as Event & { data?: unknown }).data))
      port.addEventListener('close', onClose)
      port.start?.()
    },
    close: () => port.close(),
  }
}

/** Adapts Electron's `MessagePortMain`, which is an event emitter. */
export function portOfEmitter(port: {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}): Port {
  return {
    post: (message) => port.postMessage(message),
    listen(onMessage, onClose) {
      port.on('message', (event) => onMessage(event.data))
      port.on('close', onClose)
      port.start()
    },
    close: () => port.close(),
  }
}
