import type { Entry } from '../../../contract/entry.ts'
import { failureOf, type Failure, StorageError } from '../../../contract/failure.ts'
import { formatLocation, type Location } from '../../../contract/location.ts'
import type { Command, CommandContext } from '../../command.ts'
import type { Session } from '../../compose.ts'
import { combineExitCodes, type ExitCode, exitCodeOf } from '../../exit-codes.ts'
import { isAgreed } from '../../ask/is-agreed.ts'
import { countOf } from '../../output/format.ts'
import { runTransfer } from '../../transfers/run-transfer.ts'
import { UsageError } from '../../usage-error.ts'

export const rmCommand: Command = {
  name: 'rm',
  usage: 'LOC… [-r] [--forever]',
  about: [
    'Moves files and folders to the trash of the mount.',
    'If the mount has no trash, it asks on a terminal before it deletes permanently; without a terminal, it refuses.',
    '--forever deletes permanently without a question, with all versions of a file.',
    '\nAn Azure account with soft delete keeps deleted files for the number of days that is set there.',
  ].join(' '),
  examples: [
    ['portolan rm Home:old.txt', 'move a file to the trash'],
    ['portolan rm -r Home:old-folder', 'move a folder and its contents to the trash'],
    ['portolan rm --forever reports:q1.pdf', 'delete permanently, without a question'],
  ],
  options: {
    recursive: { type: 'boolean', short: 'r', help: 'also folders and their contents' },
    forever: { type: 'boolean', help: 'delete permanently, with all versions, even if there is a trash' },
  },
  takes: { min: 1, max: Number.POSITIVE_INFINITY, what: 'a location' },
  async run(context) {
    const session = await context.connect()
    const codes: ExitCode[] = []
    const fail = async (failure: Failure) => {
      await context.output.failure(failure)
      codes.push(exitCodeOf(failure))
    }
    const locations = await removable(context, session, fail)
    const { trashed, forever } = context.has('forever')
      ? { trashed: [], forever: locations }
      : await sortByTrash(locations, session, context)
    if (!context.has('forever') && forever.length > 0) await confirm(forever, context)
    for (const [to, some] of [['trash', trashed] as const, ['nowhere', forever] as const]) {
      if (some.length === 0) continue
      const sources = some.map((location) => ({ location }))
      const done = to === 'trash' ? 'trashed' : 'deleted'
      codes.push(await runTransfer({ verb: 'delete', sources, to }, context, { done }))
    }
    return combineExitCodes(codes)
  },
}

/** Returns the given locations that exist and may be removed; the others are reported. */
async function removable(
  { positionals, has, signal }: CommandContext,
  { readLocation, client }: Session,
  fail: (failure: Failure) => Promise<void>,
): Promise<Location[]> {
  const locations: Location[] = []
  for (const text of positionals) {
    try {
      const { location } = await readLocation(text)
      if (location.path === '') throw new UsageError('A whole mount can’t be deleted.', 'Name the items in it.')
      const entry = await client.listing.stat({ location }, { signal })
      if (entry.kind === 'folder' && !has('recursive')) throw isFolder(entry, location)
      locations.push(location)
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof UsageError) throw error
      await fail(failureOf(error, 'cli.rm'))
    }
  }
  return locations
}

function isFolder({ name }: Entry, location: Location): StorageError {
  return new StorageError({
    kind: 'not-a-file',
    message: `“${name}” is a folder; -r deletes it with its contents.`,
    operation: 'cli.rm',
    location: formatLocation(location),
  })
}

async function sortByTrash(locations: readonly Location[], { client }: Session, { signal }: CommandContext) {
  const trashed: Location[] = []
  const forever: Location[] = []
  const hasTrash = new Map<string, boolean>()
  for (const location of locations) {
    const { mount } = location
    if (!hasTrash.has(mount)) {
      const { capabilities } = await client.mounts.open({ name: mount }, { signal })
      hasTrash.set(mount, capabilities?.facets.includes('trash') ?? false)
    }
    ;(hasTrash.get(mount) ? trashed : forever).push(location)
  }
  return { trashed, forever }
}

async function confirm(locations: readonly Location[], context: CommandContext): Promise<void> {
  const mounts = [...new Set(locations.map(({ mount }) => mount))].join(', ')
  const sentence = `There is no trash in ${mounts}: ${countOf(locations.length, 'item')} would be deleted permanently.`
  const { stdin, stderr } = context.surroundings
  if (!stdin.isTTY || !stderr.isTTY) throw new UsageError(sentence, 'Add --forever to confirm.')
  if (!(await isAgreed(context, `${sentence} Delete?`))) throw new UsageError('Nothing was deleted.')
}
