/** What all ways of sending a request to the service have in common. */

export interface SendOptions {
  readonly abortSignal: AbortSignal
}
