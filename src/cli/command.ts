/**
 * The command line: `run-cli.ts` finds a command and runs it, `commands/` has one file for each, and `output/` formats
 * results for users and programs. Storage is accessed through the same host as in every other interface, in this
 * process.
 */
import type { ExitCode } from './exit-codes.ts'
import type { Output } from './output/output.ts'
import type { Session, SessionOptions } from './compose.ts'
import type { Surroundings } from './surroundings.ts'

export interface OptionSpec {
  readonly type: 'boolean' | 'string'
  readonly short?: string
  /** The placeholder of the value in help: `N`. */
  readonly value?: string
  readonly choices?: readonly string[]
  readonly help: string
}
export type OptionTable = Readonly<Record<string, OptionSpec>>

export interface CommandContext {
  readonly surroundings: Surroundings
  readonly output: Output
  readonly signal: AbortSignal
  /** The arguments that are not options; their number fits `takes`. */
  readonly positionals: readonly string[]
  /** Tells whether this boolean option was given. */
  readonly has: (option: string) => boolean
  /** Returns the value of an option; it is one of the choices if the option has any. */
  readonly valueOf: (option: string) => string | undefined
  /** Returns all values of an option that was given several times. */
  readonly valuesOf: (option: string) => readonly string[]
  /** Opens the host on first use. It is closed when the command has ended. */
  readonly connect: (options?: SessionOptions) => Promise<Session>
}

export interface Command {
  readonly name: string
  /** The text after the name in help: `LOC [-r]`. */
  readonly usage: string
  readonly about: string
  readonly examples: readonly (readonly [line: string, meaning: string])[]
  readonly options: OptionTable
  /** The number of positional arguments, and what they are called in an error about a missing one. */
  readonly takes: { readonly min: number; readonly max: number; readonly what: string }
  run(context: CommandContext): Promise<ExitCode>
}
