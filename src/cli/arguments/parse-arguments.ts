import { parseArgs } from 'node:util'
import type { OptionTable } from '../command.ts'
import { suggestWord, UsageError } from '../usage-error.ts'

/** Options that every command has. */
export const commonOptions = {
  json: { type: 'boolean', help: 'print one JSON object per line' },
  help: { type: 'boolean', short: 'h', help: 'show this help' },
  version: { type: 'boolean', help: 'the version of Portolan' },
} as const satisfies OptionTable

export interface ParsedArguments {
  readonly positionals: readonly string[]
  readonly options: ReadonlyMap<string, string | true>
  /** All values of options that may be given several times. */
  readonly values: ReadonlyMap<string, readonly string[]>
}

/**
 * Parses arguments by an option table. Throws a `UsageError` for an unknown option, with the most similar known one.
 */
export function parseArguments(argv: readonly string[], table: OptionTable): ParsedArguments {
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      Object.entries(table).map(([name, { type, short }]) => [name, { type, ...(short && { short }) }]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const positionals: string[] = []
  const options = new Map<string, string | true>()
  const values = new Map<string, string[]>()
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const value = readOption(token, table)
    options.set(token.name, value)
    if (value !== true) values.set(token.name, [...(values.get(token.name) ?? []), value])
  }
  return { positionals, options, values }
}

function readOption(
  { name, rawName, value }: { readonly name: string; readonly rawName: string; readonly value?: string | undefined },
  table: OptionTable,
): string | true {
  const spec = Object.hasOwn(table, name) ? table[name] : undefined
  if (!spec) {
    const near = suggestWord(name, Object.keys(table))
    throw new UsageError(`There is no option ${rawName}.`, near && `Did you mean --${near}?`)
  }
  if (spec.type === 'boolean') {
    if (value !== undefined) throw new UsageError(`${rawName} takes no value.`)
    return true
  }
  if (value === undefined) throw new UsageError(`${rawName} needs a value.`, spec.choices && oneOf(spec.choices))
  if (spec.choices && !spec.choices.includes(value)) {
    throw new UsageError(`${rawName} can't be “${value}”.`, oneOf(spec.choices))
  }
  return value
}

function oneOf(choices: readonly string[]): string {
  return `It is one of: ${choices.join(', ')}.`
}
