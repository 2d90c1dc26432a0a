import type { KnownSince } from '../../../contract/api/listing.ts'
import { type EntryPage, unpackEntries } from '../../../contract/entry-page.ts'
import { failureOf, StorageError } from '../../../contract/failure.ts'
import { childPath, formatLocation, type Location } from '../../../contract/location.ts'
import { atOption, locationAt, momentOf } from '../../arguments/moment.ts'
import type { Command, CommandContext } from '../../command.ts'
import type { Session } from '../../compose.ts'
import { combineExitCodes, type ExitCode, exitCodeOf, exitCodes } from '../../exit-codes.ts'
import { formatSecond } from '../../output/format.ts'
import type { ListedEntry } from '../../output/output.ts'
import { UsageError } from '../../usage-error.ts'

export const lsCommand: Command = {
  name: 'ls',
  usage: '[LOC…] [-r | --cached] [--at TIME [--added]]',
  about: [
    'Lists folders: kind, size, time and name of each item.',
    'Without LOC, lists the current folder.',
    '\nWith --at, lists a folder as it was, if versions are kept; each row shows what changed since then.',
    '\nWith --cached, shows the cached listing and its time; a folder that is not in the cache is listed and cached.',
  ].join(' '),
  examples: [
    ['portolan ls', 'list the current folder'],
    ['portolan ls reports:2026', 'list a folder of a mount'],
    ['portolan ls -r Home:Documents', 'list everything below a folder, by path'],
    ['portolan ls reports:2026 --at "yesterday 18:00"', 'list a folder as it was: same, changed or deleted since then'],
    ['portolan ls reports:2026 --cached', 'list what was last known of it, also while the mount can’t be reached'],
    ['portolan ls reports: --json | jq -r .name', 'print only the names'],
  ],
  options: {
    recursive: { type: 'boolean', short: 'r', help: 'everything below, by path' },
    ...atOption,
    added: { type: 'boolean', help: 'with --at: also items that were added since' },
    cached: {
      type: 'boolean',
      help: 'use the listing that is cached on this computer, without a request; see `portolan cache`',
    },
  },
  takes: { min: 0, max: Number.POSITIVE_INFINITY, what: 'nothing' },
  async run(context) {
    const atMs = momentOf(context)
    if (context.has('added') && (atMs === undefined || context.has('recursive'))) {
      throw new UsageError('--added needs --at and one folder.')
    }
    if (context.has('cached') && (atMs !== undefined || context.has('recursive'))) {
      throw new UsageError('--cached can’t be combined with --recursive or --at.')
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
  const known = has('cached') ? await knownListing(location, client, signal) : undefined
  if (known) await output.remark(`${formatLocation(location)} as of ${formatSecond(known.asOfMs)}`)
  const wish = { location, withAdded: has('added'), remembers: has('cached') }
  try {
    for await (const page of known?.pages ?? client.listing.list(wish, { signal })) {
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

/** Undefined if the listing is not cached, or no longer complete. */
async function knownListing(location: Location, client: Session['client'], signal: AbortSignal) {
  const pages: EntryPage[] = []
  let since: KnownSince | undefined
  for await (const item of client.listing.known({ location }, { signal })) {
    if ('asOfMs' in item) since = item
    else pages.push(item)
  }
  const entries = pages.reduce((sum, { count }) => sum + count, 0)
  return since && since.entries === entries ? { asOfMs: since.asOfMs, pages } : undefined
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

/** Returns the entries of a page of `folder`, shown with their paths below `top`. */
function listedEntries(page: EntryPage, folder: Location, top: Location): ListedEntry[] {
  const below = top.path === '' ? folder.path : folder.path.slice(top.path.length + 1)
  return unpackEntries(page).map((entry) => ({
    entry,
    location: { mount: folder.mount, path: childPath(folder.path, entry.name) },
    shownAs: childPath(below, entry.name),
  }))
}
