/**
 * The messages between client and server. Either side may send any of them about a call it knows. A caller that uploads
 * bytes sends items too, and grants credit for the answer's items as it consumes them. So neither side can send more
 * than the other is ready to receive.
 */
import type { Failure } from '../contract/failure.ts'

/** A server refuses a call of another version with `unsupported`. */
export const wireVersion = 1

export type Message =
  /** Starts a call. `credit` is the number of items that may be sent before more is granted. */
  | {
      readonly type: 'call'
      readonly version: number
      readonly id: number
      readonly method: string
      readonly input: unknown
      readonly credit: number
    }
  /** One item of a stream, in either direction. */
  | { readonly type: 'item'; readonly id: number; readonly value: unknown }
  /** Allows this number of further items. */
  | { readonly type: 'credit'; readonly id: number; readonly count: number }
  /** The stream, or the call with its answer, is over. */
  | { readonly type: 'end'; readonly id: number; readonly value?: unknown; readonly failure?: Failure }
  /** The caller does not need the answer any more. The server stops the work and sends nothing else. */
  | { readonly type: 'cancel'; readonly id: number }

/** A connection that carries complete messages in order until it closes. */
export interface Channel {
  send(message: Message): void
  /** Each has one listener, which must be set before a message can arrive. */
  onMessage(listener: (message: Message) => void): void
  onClose(listener: () => void): void
  close(): void
}
