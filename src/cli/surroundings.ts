import type { Readable, Writable } from 'node:stream'

/** The environment of a run; tests provide their own. */
export interface Surroundings {
  readonly stdin: Readable & { readonly isTTY?: boolean; setRawMode?(isRaw: boolean): unknown }
  readonly stdout: TextStream
  readonly stderr: TextStream
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly platform: NodeJS.Platform
  readonly homeFolder: string
  readonly version: string
  /** The folder of the built window, for `serve`. */
  readonly rendererFolder: string
  /** Aborted on Ctrl-C. */
  readonly signal: AbortSignal
}

export type TextStream = Writable & { readonly isTTY?: boolean; readonly columns?: number }
