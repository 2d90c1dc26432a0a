import type { Command } from '../../command.ts'
import { forEachLocation } from '../../locations/for-each-location.ts'
import { makeWithParents } from '../../locations/make-with-parents.ts'

export const mkdirCommand: Command = {
  name: 'mkdir',
  usage: 'LOC… [-p]',
  about: 'Creates folders.',
  examples: [
    ['portolan mkdir reports:2027', 'create a folder'],
    ['portolan mkdir -p reports:2027/january/raw', 'create a folder with its parent folders; no error if it exists'],
  ],
  options: { parents: { type: 'boolean', short: 'p', help: 'create parent folders; no error if it exists' } },
  takes: { min: 1, max: Number.POSITIVE_INFINITY, what: 'a location' },
  run: (context) =>
    forEachLocation(context, async ({ location }, session) => {
      const options = { signal: context.signal }
      if (context.has('parents')) await makeWithParents(location, session, options)
      else await session.client.files.makeFolder({ location }, options)
      await context.output.outcome({ location }, 'made')
    }),
}
