import type { CacheStatus, CacheUse } from '../../contract/api/caches.ts'
import type { Command, CommandContext } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { countOf, formatSize } from '../output/format.ts'
import { UsageError } from '../usage-error.ts'

export const cacheCommand: Command = {
  name: 'cache',
  usage: '[status|clear] [MOUNT]',
  about: [
    'Shows or clears the caches of remote mounts on this computer: listings, and the content of files that were shown.',
    'Copies, syncs and searches do not use the caches.',
  ].join(' '),
  examples: [
    ['portolan cache', 'show the size and the hit rate of each cache'],
    ['portolan cache status reports --json', 'show the caches of one mount, for a script'],
    ['portolan cache clear reports', 'clear the caches of one mount'],
    ['portolan cache clear', 'clear all caches'],
  ],
  options: {},
  takes: { min: 0, max: 2, what: 'status or clear' },
  async run(context) {
    const [verb = 'status', name] = context.positionals
    if (verb !== 'status' && verb !== 'clear') {
      throw new UsageError(`cache can't “${verb}”.`, 'The actions are status and clear.')
    }
    const mount = name?.replace(/:$/, '')
    const { client } = await context.connect()
    if (mount !== undefined) await checkMount(mount, client.mounts.list({}, { signal: context.signal }))
    const of = mount === undefined ? {} : { mount }
    if (verb === 'status') return show(await client.caches.status(of, { signal: context.signal }), context)
    await client.caches.clear(of, { signal: context.signal })
    await context.output.record({ cleared: mount ?? 'all' }, [`cleared ${mount ?? 'all'}`])
    return exitCodes.done
  },
}

async function checkMount(name: string, listing: Promise<{ readonly mounts: readonly { readonly name: string }[] }>) {
  const { mounts } = await listing
  if (!mounts.some((mount) => mount.name === name)) {
    throw new UsageError(`There is no mount named “${name}”.`, '`portolan mounts` shows their names.')
  }
}

async function show({ mounts, folder }: CacheStatus, { output }: CommandContext): Promise<ExitCode> {
  for (const use of mounts) await output.record(use, linesOf(use))
  if (mounts.length === 0) await output.note('All caches are empty.')
  else if (folder !== undefined) await output.note(`It is in ${folder}.`)
  return exitCodes.done
}

function linesOf({ mount, listings, contents }: CacheUse): string[] {
  const { folders, entries } = listings
  return [
    mount,
    `  listings  ${countOf(folders, 'folder')} with ${countOf(entries, 'item')}, ${formatSize(listings.bytes)}; ${rate(listings)}`,
    `  files     ${countOf(contents.files, 'file')}, ${formatSize(contents.bytes)}; ${rate(contents)}, ${formatSize(contents.savedBytes)} not read again`,
  ]
}

function rate({ hits, misses }: { readonly hits: number; readonly misses: number }): string {
  return `${hits} of ${hits + misses} from the cache`
}
