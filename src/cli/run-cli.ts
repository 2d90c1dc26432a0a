import { catalogue } from './catalogue.ts'
import type { Command, CommandContext } from './command.ts'
import type { Surroundings } from './surroundings.ts'
import type { Session } from './compose.ts'
import { type ExitCode, exitCodeOf, exitCodes } from './exit-codes.ts'
import { commandHelp, generalHelp } from './help.ts'
import { createHumanOutput } from './output/human.ts'
import { createJsonOutput } from './output/json.ts'
import type { Output } from './output/output.ts'
import { createStreamWriter } from './output/stream-writer.ts'
import { commonOptions, parseArguments } from './arguments/parse-arguments.ts'
import { suggestWord, UsageError } from './usage-error.ts'

/** The reason when the reader of the output has gone, as `head` does when it has enough. */
const readerLeft = new Error('the reader of the output is gone')

/** Runs one command line to its end and returns its exit code. Never throws. */
export async function runCli(argv: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const leaving = new AbortController()
  const signal = AbortSignal.any([surroundings.signal, leaving.signal])
  const out = createStreamWriter(surroundings.stdout, () => leaving.abort(readerLeft))
  const err = createStreamWriter(surroundings.stderr, () => {})
  const output = argv.includes('--json') ? createJsonOutput(out, err) : createHumanOutput(out, err)
  try {
    return await runCommand(argv, { ...surroundings, signal }, output)
  } catch (error) {
    if (leaving.signal.aborted) return exitCodes.done
    if (surroundings.signal.aborted) return exitCodes.interrupted
    return report(error, output)
  }
}

async function runCommand(argv: readonly string[], surroundings: Surroundings, output: Output): Promise<ExitCode> {
  const commandAt = argv.findIndex((argument) => !argument.startsWith('-'))
  const before = parseArguments(commandAt < 0 ? argv : argv.slice(0, commandAt), commonOptions)
  const name = argv[commandAt]
  if (before.options.has('version')) return print(output, `${surroundings.version}\n`)
  if (name === undefined) {
    if (before.options.has('help')) return print(output, generalHelp())
    throw new UsageError('Which command?', '`portolan --help` lists them.')
  }
  const rest = argv.slice(commandAt + 1)
  if (name === 'help') {
    const about = rest.find((argument) => !argument.startsWith('-'))
    return print(output, about === undefined ? generalHelp() : commandHelp(await findCommand(about)))
  }
  const command = await findCommand(name)
  if (before.options.has('help') || asksForHelp(rest)) return print(output, commandHelp(command))
  const parsed = parseArguments(rest, { ...commonOptions, ...command.options })
  if (parsed.options.get('version') === true) return print(output, `${surroundings.version}\n`)
  checkCount(command, parsed.positionals)
  return runWithSession(command, parsed, surroundings, output)
}

async function runWithSession(
  command: Command,
  { positionals, options, values }: ReturnType<typeof parseArguments>,
  surroundings: Surroundings,
  output: Output,
): Promise<ExitCode> {
  let session: Promise<Session> | undefined
  const context: CommandContext = {
    surroundings,
    output,
    signal: surroundings.signal,
    positionals,
    has: (option) => options.has(option),
    valueOf(option) {
      const value = options.get(option)
      return value === true ? undefined : value
    },
    valuesOf: (option) => values.get(option) ?? [],
    async connect(how) {
      session ??= import('./compose.ts').then(({ openSession }) => openSession(surroundings, how))
      return session
    },
  }
  try {
    const code = await command.run(context)
    surroundings.signal.throwIfAborted()
    return code
  } finally {
    const opened = await session?.catch(() => {})
    await opened?.close()
  }
}

async function findCommand(name: string): Promise<Command> {
  const item = catalogue.find((candidate) => candidate.name === name)
  if (item) return item.load()
  const near = suggestWord(
    name,
    catalogue.map((candidate) => candidate.name),
  )
  throw new UsageError(
    `There is no command “${name}”.`,
    near ? `Did you mean “${near}”?` : '`portolan --help` lists the commands.',
  )
}

function checkCount({ name, usage, takes }: Command, positionals: readonly string[]) {
  const hint = `Usage: portolan ${name} ${usage}`
  if (positionals.length < takes.min) throw new UsageError(`${name} needs ${takes.what}.`, hint)
  if (positionals.length > takes.max) {
    throw new UsageError(`${name} can't do anything with “${positionals[takes.max]}”.`, hint)
  }
}

function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return argv.slice(0, end < 0 ? argv.length : end).some((argument) => argument === '--help' || argument === '-h')
}

async function print(output: Output, text: string): Promise<ExitCode> {
  await output.text(text)
  return exitCodes.done
}

async function report(error: unknown, output: Output): Promise<ExitCode> {
  if (error instanceof UsageError) {
    await output.usage(error)
    return exitCodes.usage
  }
  const { failureOf } = await import('../contract/failure.ts')
  const failure = failureOf(error, 'cli')
  await output.failure(failure)
  return exitCodeOf(failure)
}
