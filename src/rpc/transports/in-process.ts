import type { Channel, Message } from '../wire.ts'

/**
 * Creates two connected channels inside one process. Messages pass by reference, in order, each in a separate
 * microtask.
 */
export function createInProcessPair(): [Channel, Channel] {
  const left = createEnd()
  const right = createEnd()
  left.connect(right)
  right.connect(left)
  return [left.channel, right.channel]
}

interface End {
  readonly channel: Channel
  connect(other: End): void
  receive(message: Message): void
  closed(): void
}

function createEnd(): End {
  let other: End | undefined
  let isOpen = true
  let onMessage: (message: Message) => void = () => {}
  let onClose: () => void = () => {}
  return {
    connect: (end) => (other = end),
    receive(message) {
      queueMicrotask(() => isOpen && onMessage(message))
    },
    closed() {
      if (!isOpen) return
      isOpen = false
      onClose()
    },
    channel: {
      send: (message) => isOpen && other?.receive(message),
      onMessage: (listener) => (onMessage = listener),
      onClose: (listener) => (onClose = listener),
      close() {
        if (!isOpen) return
        isOpen = false
        onClose()
        queueMicrotask(() => other?.closed())
      },
    },
  }
}
