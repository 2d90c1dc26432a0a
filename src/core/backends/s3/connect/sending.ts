/** The options that all ways of sending a request share. */

export interface SendOptions {
  readonly abortSignal: AbortSignal
}
