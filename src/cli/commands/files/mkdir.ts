import type { Command } from '../../command.ts'
import { forEachLocation } from '../../locations/for-each-location.ts'
import { makeWithParents } from '../../locations/make-with-parents.ts'

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
    forEachLocation(context, async ({ location }, session) => {
      const options = { signal: context.signal }
      if (context.has('parents')) await makeWithParents(location, session, options)
      else await session.client.files.makeFolder({ location }, options)
      await context.output.outcome({ location }, 'made')
    }),
}
