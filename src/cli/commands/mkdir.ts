import { opensAsFolder } from '../../contract/entry.ts'
import { failureOf, StorageError } from '../../contract/failure.ts'
import { formatLocation, type Location, pathSegments } from '../../contract/location.ts'
import type { Command } from '../command.ts'
import type { Session } from '../compose.ts'
import { forEachPlace } from '../for-each-place.ts'

export const mkdirCommand: Command = {
  name: 'mkdir',
  usage: 'LOC… [-p]',
  about: 'Makes folders.',
  examples: [
    ['portolan mkdir reports:2027', 'make a folder'],
    ['portolan mkdir -p reports:2027/january/raw', 'and those above it; fine if it is there already'],
  ],
  options: { parents: { type: 'boolean', short: 'p', help: 'make those above it too; fine if it is there already' } },
  takes: { min: 1, max: Number.POSITIVE_INFINITY, what: 'a location' },
  run: (context) =>
    forEachPlace(context, async ({ location }, session) => {
      const options = { signal: context.signal }
      if (context.has('parents')) await makeWithParents(location, session, options)
      else await session.client.files.makeFolder({ location }, options)
      await context.output.outcome({ location }, 'made')
    }),
}

async function makeWithParents(location: Location, { client }: Session, options: { readonly signal: AbortSignal }) {
  const names = pathSegments(location.path)
  // from below, as a folder far above may be there without our being allowed to look at it
  const missing: Location[] = []
  for (let depth = names.length; depth > 0; depth--) {
    const at = { mount: location.mount, path: names.slice(0, depth).join('/') }
    try {
      if (opensAsFolder(await client.listing.stat({ location: at }, options))) break
      throw new StorageError({
        kind: 'not-a-folder',
        message: 'Something else has that name.',
        operation: 'cli.mkdir',
        location: formatLocation(at),
      })
    } catch (error) {
      if (failureOf(error).kind !== 'not-found') throw error
      missing.unshift(at)
    }
  }
  for (const at of missing) await client.files.makeFolder({ location: at }, options)
}
