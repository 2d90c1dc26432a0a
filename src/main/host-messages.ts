/** Messages from the main process to the host process. */
export type ToHostProcess =
  /** The first message. It comes with the port to the desktop services. */
  | HostStart
  /** Comes with a window's port. */
  | { readonly type: 'window' }
  /** Ends the process after its cleanup. */
  | { readonly type: 'close' }

export interface HostStart {
  readonly type: 'start'
  readonly facts: HostFacts
}

export interface HostFacts {
  readonly version: string
  readonly configFolder: string
  readonly dataFolder: string
  readonly cacheFolder: string
  readonly homeFolder: string
}
