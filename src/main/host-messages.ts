/** What the main process tells the host process. */
export type ToHostProcess =
  /** The first message. Comes with the port to the services of the desktop. */
  | HostStart
  /** Comes with a window's port. */
  | { readonly type: 'window' }
  /** Ends the process once everything is tidied up. */
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
