import type { CopyEvent } from '../contract/api/files.ts'
import { opensAsFolder } from '../contract/entry.ts'
import { failureOf, StorageError } from '../contract/failure.ts'
import { baseName, formatLocation, type Location, parentPath } from '../contract/location.ts'
import type { CommandContext, OptionTable } from './command.ts'
import type { Session } from './compose.ts'
import { combineExitCodes, type ExitCode, exitCodeOf, exitCodes } from './exit-codes.ts'
import type { Place } from './places.ts'
import { UsageError } from './usage-error.ts'

const conflictChoices = ['overwrite', 'keep-both', 'skip', 'fail'] as const

export const copyOptions: OptionTable = {
  'on-conflict': {
    type: 'string',
    value: 'WHAT',
    choices: conflictChoices,
    help: 'when a name is taken: overwrite, keep-both, skip or fail (default)',
  },
}

/** What `cp` and `mv` have in common: all but the last LOC go to the last. */
export async function runCopy(
  context: CommandContext,
  { move, done }: { readonly move: boolean; readonly done: string },
): Promise<ExitCode> {
  const { output, positionals, signal, valueOf } = context
  const session = await context.connect()
  const sources = await Promise.all(positionals.slice(0, -1).map((text) => session.place(text)))
  const target = await session.place(positionals.at(-1) ?? '')
  const whereTo = await findTarget(sources, target, session, context)
  const onConflict = conflictChoices.find((choice) => choice === valueOf('on-conflict')) ?? 'fail'
  const request = {
    sources: sources.map((source) => ({ location: source.location, contents: isContents(source) })),
    ...whereTo,
    move,
    onConflict,
  }
  const codes: ExitCode[] = []
  for await (const event of session.client.files.copy(request, { signal })) {
    await output.copyEvent(event, done)
    const code = codeOf(event)
    if (code !== undefined) codes.push(code)
  }
  return combineExitCodes(codes)
}

/** `SRC/`, or the root of a mount, which has no name to copy under. */
function isContents({ location, endsWithSlash }: Place): boolean {
  return endsWithSlash || location.path === ''
}

/** The folder to copy into, and the new name where the target is not a folder that is there. */
async function findTarget(
  sources: readonly Place[],
  { location, endsWithSlash }: Place,
  { client }: Session,
  { signal }: CommandContext,
): Promise<{ readonly into: Location; readonly as?: string }> {
  const entry = await client.listing.stat({ location }, { signal }).catch((error: unknown) => {
    if (failureOf(error).kind === 'not-found') return undefined
    throw error
  })
  if (location.path === '' || (entry && opensAsFolder(entry))) return { into: location }
  if (entry && (endsWithSlash || sources.some(isContents))) throw notAFolder(location)
  const [source] = sources
  if (source && isContents(source) && sources.length === 1) {
    await client.files.makeFolder({ location }, { signal })
    return { into: location }
  }
  if (endsWithSlash) throw noSuchFolder(location)
  if (sources.length > 1) throw new UsageError('Several sources need a folder to go to.', 'Make it with mkdir first.')
  return { into: { mount: location.mount, path: parentPath(location.path) }, as: baseName(location.path) }
}

function codeOf(event: CopyEvent): ExitCode | undefined {
  if (event.kind !== 'item') return undefined
  if (event.outcome !== 'failed') return exitCodes.done
  return event.failure ? exitCodeOf(event.failure) : exitCodes.someFailed
}

function notAFolder(location: Location): StorageError {
  return new StorageError({
    kind: 'not-a-folder',
    message: 'The target is not a folder.',
    operation: 'cli.copy',
    location: formatLocation(location),
  })
}

function noSuchFolder(location: Location): StorageError {
  return new StorageError({
    kind: 'not-found',
    message: 'There is no such folder.',
    operation: 'cli.copy',
    location: formatLocation(location),
  })
}
