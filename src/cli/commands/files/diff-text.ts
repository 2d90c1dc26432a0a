/** `portolan diff --text`: how two files differ, line by line. */
import { virtualLocation, type VirtualPart } from '../../../contract/virtual-mount.ts'
import { locationAt, momentOf } from '../../arguments/moment.ts'
import type { CommandContext, OptionTable } from '../../command.ts'
import { type ExitCode, exitCodes } from '../../exit-codes.ts'
import { storeMade, storeOptions, tooMany } from '../../transfers/store-made.ts'
import { UsageError } from '../../usage-error.ts'

export const textOptions: OptionTable = {
  text: { type: 'boolean', help: 'compare two files line by line; with one LOC, a version and the current file' },
  version: { type: 'string', value: 'ID', help: 'with --text: this version of A; given twice, also the version of B' },
  ...storeOptions,
}

export async function diffText(context: CommandContext): Promise<ExitCode> {
  const parts = await sidesOf(context)
  if (context.valueOf('to') !== undefined) return storeMade(context, { kind: 'difference', parts })
  const { client } = await context.connect()
  const location = virtualLocation({ kind: 'difference', name: 'changes.diff', parts })
  if (!location) throw tooMany()
  let code: ExitCode = exitCodes.done
  for await (const chunk of client.files.read({ location }, { signal: context.signal })) {
    code = exitCodes.someFailed
    await context.output.bytes(chunk)
  }
  return code
}

/** Without --text, the command compares folders. */
export function refuseTextOptions({ positionals, valueOf, valuesOf }: CommandContext): void {
  if (valuesOf('version').length > 0 || valueOf('to') !== undefined) {
    throw new UsageError('--version and --to need --text.')
  }
  if (positionals.length !== 2) throw new UsageError('It takes two folders.')
}

async function sidesOf(context: CommandContext): Promise<readonly VirtualPart[]> {
  const { positionals, valuesOf } = context
  const [left = '', right = left] = positionals
  const [leftVersion, rightVersion, ...more] = valuesOf('version')
  const atMs = momentOf(context)
  if (more.length > 0) throw new UsageError('--version can be given at most twice: for A, and for B.')
  if (leftVersion !== undefined && atMs !== undefined) {
    throw new UsageError('--version and --at can’t be used together.')
  }
  if (positionals.length === 1 && leftVersion === undefined && atMs === undefined) {
    throw new UsageError('It takes two files, or one and --version or --at.')
  }
  const { readLocation } = await context.connect()
  const before = locationAt((await readLocation(left)).location, atMs)
  const { location: after } = await readLocation(right)
  return [
    { ...before, ...(leftVersion !== undefined && { version: leftVersion }) },
    { ...after, ...(rightVersion !== undefined && { version: rightVersion }) },
  ]
}
