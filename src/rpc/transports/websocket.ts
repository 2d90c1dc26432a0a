import { decodeFrame, encodeFrame } from '../frame.ts'
import type { Channel, Message } from '../wire.ts'

/** The common interface of the browser's `WebSocket` and the one of the `ws` package. */
export interface SocketLike {
  binaryType: string
  readonly readyState: number
  send(data: Uint8Array<ArrayBuffer>): void
  close(code?: number): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
  addEventListener(type: 'close' | 'error', listener: () => void): void
}

const open = 1

/** Creates a channel over an open WebSocket, with one binary frame for each message. An invalid frame closes it. */
export function createSocketChannel(socket: SocketLike): Channel {
  let onMessage: (message: Message) => void = () => {}
  let onClose: () => void = () => {}
  let isOpen = true
  function closed() {
    if (!isOpen) return
    isOpen = false
    onClose()
  }
  socket.binaryType = 'arraybuffer'
  socket.addEventListener('message', (event) => {
    let message: Message
    try {
      message = decodeFrame(event.data as ArrayBuffer)
    } catch {
      socket.close(1003)
      return closed()
    }
    if (isOpen) onMessage(message)
  })
  socket.addEventListener('close', closed)
  socket.addEventListener('error', closed)
  return {
    send: (message) => isOpen && socket.readyState === open && socket.send(encodeFrame(message)),
    onMessage: (listener) => (onMessage = listener),
    onClose: (listener) => (onClose = listener),
    close() {
      socket.close()
      closed()
    },
  }
}
