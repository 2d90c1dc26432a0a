import type { Command } from '../command.ts'
import { forEachLocation } from '../locations/for-each-location.ts'

export const statCommand: Command = {
  name: 'stat',
  usage: 'LOC…',
  about: 'All that is known of an entry. A link is shown itself, with where it leads.',
  examples: [
    ['portolan stat reports:2026/q3.pdf', 'size, time and kind'],
    ['portolan stat reports:2026/q3.pdf --json', 'the same for a script'],
  ],
  options: {},
  takes: { min: 1, max: Number.POSITIVE_INFINITY, what: 'a location' },
  run: (context) =>
    forEachLocation(context, async ({ location }, { client }) => {
      const entry = await client.listing.stat({ location }, { signal: context.signal })
      await context.output.entry(entry, location)
    }),
}
