/**
 * The command line: `run-cli.ts` finds a command and runs it, `commands/` has one file each, `output/` says how results
 * look to a person and to a program. Storage is reached through the same host as in every other face, in this process.
 */
import type { ExitCode } from './exit-codes.ts'
import type { Output } from './output/output.ts'
import type { Session, SessionOptions } from './compose.ts'
import type { Surroundings } from './surroundings.ts'

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
