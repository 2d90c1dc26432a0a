/**
 * The command line: `run-cli.ts` finds a command and runs it, `commands/` has one file each, `output/` says how results
 * look to a person and to a program. Storage is reached through the same host as in every other face, in this process.
 */
import type { Readable, Writable } from 'node:stream'
import type { ExitCode } from './exit-codes.ts'
import type { Output } from './output/output.ts'
import type { Session, SessionOptions } from './compose.ts'

/** What a run has around it; tests bring their own. */
export interface Surroundings {
  readonly stdin: Readable & { readonly isTTY?: boolean; setRawMode?(isRaw: boolean): unknown }
  readonly stdout: TextStream
  readonly stderr: TextStream
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly platform: NodeJS.Platform
  readonly homeFolder: string
  readonly version: string
  /** The built window, for `serve`. */
  readonly rendererFolder: string
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal
}

export type TextStream = Writable & { readonly isTTY?: boolean; readonly columns?: number }

export interface OptionSpec {
  readonly type: 'boolean' | 'string'
  readonly short?: string
  /** How help names the value: `N`. */
  readonly value?: string
  readonly choices?: readonly string[]
  readonly help: string
}
export type OptionTable = Readonly<Record<string, OptionSpec>>

export interface CommandContext {
  readonly surroundings: Surroundings
  readonly output: Output
  readonly signal: AbortSignal
  /** What was given besides options; as many as `takes` says. */
  readonly positionals: readonly string[]
  /** Was this boolean option given? */
  readonly has: (option: string) => boolean
  /** The value of an option; one of its choices where it has any. */
  readonly valueOf: (option: string) => string | undefined
  /** All values of an option that was given several times. */
  readonly valuesOf: (option: string) => readonly string[]
  /** Opens the host on first use; it is closed when the command has ended. */
  readonly connect: (options?: SessionOptions) => Promise<Session>
}

export interface Command {
  readonly name: string
  /** After the name, in help: `LOC [-r]`. */
  readonly usage: string
  readonly about: string
  readonly examples: readonly (readonly [line: string, meaning: string])[]
  readonly options: OptionTable
  /** How many positionals, and what they are called when one is missing. */
  readonly takes: { readonly min: number; readonly max: number; readonly what: string }
  run(context: CommandContext): Promise<ExitCode>
}
