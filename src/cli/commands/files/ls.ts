import { type EntryPage, unpackEntries } from '../../../contract/entry-page.ts'
import { failureOf, StorageError } from '../../../contract/failure.ts'
import { childPath, formatLocation, type Location } from '../../../contract/location.ts'
import { atOption, locationAt, momentOf } from '../../arguments/moment.ts'
import type { Command, CommandContext } from '../../command.ts'
import type { Session } from '../../compose.ts'
import { combineExitCodes, type ExitCode, exitCodeOf, exitCodes } from '../../exit-codes.ts'
import type { ListedEntry } from '../../output/output.ts'
import { UsageError } from '../../usage-error.ts'

export const lsCommand: Command = {
  name: 'ls',
  usage: '[LOC…] [-r] [--at TIME [--added]]',
  about:
    'What is in a folder, as it arrives: kind, size, time and name. Without a LOC, the folder you are in.\nWith --at, as it was then where versions are kept: each row says what became of it since.',
  examples: [
    ['portolan ls', 'this folder'],
    ['portolan ls reports:2026', 'a folder of a mount'],
    ['portolan ls -r Home:Documents', 'everything below it, by path'],
    ['portolan ls reports:2026 --at "yesterday 18:00"', 'as it was: same, changed or deleted since'],
    ['portolan ls reports: --json | jq -r .name', 'only the names'],
  ],
  options: {
    recursive: { type: 'boolean', short: 'r', help: 'all that is below, by path' },
    ...atOption,
    added: { type: 'boolean', help: 'with --at: what came since, too' },
  },
  takes: { min: 0, max: Number.POSITIVE_INFINITY, what: 'nothing' },
  async run(context) {
    const atMs = momentOf(context)
    if (context.has('added') && (atMs === undefined || context.has('recursive'))) {
      throw new UsageError('--added goes with --at, for one folder at a time.')
    }
    const session = await context.connect()
    const places = context.positionals.length > 0 ? context.positionals : ['.']
    const codes: ExitCode[] = []
    for (const text of places) {
      try {
        const argument = await session.readLocation(text)
        const location = locationAt(argument.location, atMs)
        codes.push(await (context.has('recursive') ? walk : list)(location, session, context))
      } catch (error) {
        context.signal.throwIfAborted()
        const failure = failureOf(error, 'cli.ls')
        await context.output.failure(failure)
        codes.push(exitCodeOf(failure))
      }
    }
    return combineExitCodes(codes)
  },
}

async function list(
  location: Location,
  { client }: Session,
  { has, output, signal }: CommandContext,
): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done
  try {
    for await (const page of client.listing.list({ location, withAdded: has('added') }, { signal })) {
      const entries = listedEntries(page, location, location)
      await output.listed(entries)
      if (entries.some(({ entry }) => entry.failure)) code = exitCodes.someFailed
    }
  } catch (error) {
    if (failureOf(error).kind !== 'not-a-folder') throw error
    const entry = await client.listing.stat({ location }, { signal })
    await output.listed([{ entry, location, shownAs: entry.name }])
  }
  return code
}

async function walk(location: Location, { client }: Session, { output, signal }: CommandContext): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done
  for await (const item of client.listing.walk({ location }, { signal })) {
    const folder = { mount: location.mount, path: item.path }
    if ('failure' in item) {
      if (item.path === location.path) throw new StorageError(item.failure)
      await output.failure({ location: formatLocation(folder), ...item.failure })
      code = exitCodes.someFailed
    } else await output.listed(listedEntries(item.page, folder, location))
  }
  return code
}

/** The entries of a page of `folder`, shown by their paths below `top`. */
function listedEntries(page: EntryPage, folder: Location, top: Location): ListedEntry[] {
  const below = top.path === '' ? folder.path : folder.path.slice(top.path.length + 1)
  return unpackEntries(page).map((entry) => ({
    entry,
    location: { mount: folder.mount, path: childPath(folder.path, entry.name) },
    shownAs: childPath(below, entry.name),
  }))
}
