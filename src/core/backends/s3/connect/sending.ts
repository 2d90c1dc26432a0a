/** What all ways of sending a request to the service have in common. */

export interface SendOptions {
  readonly abortSignal: AbortSignal
}

/** How long to wait; for a person before a screen. */
export interface Patience {
  readonly connectMs: number
  /** Without a byte in either direction. */
  readonly idleMs: number
}

export const standardPatience: Patience = { connectMs: 8000, idleMs: 30_000 }
