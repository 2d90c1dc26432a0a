import { atOption, locationAt, momentOf } from '../../arguments/moment.ts'
import type { Command } from '../../command.ts'
import { forEachLocation } from '../../locations/for-each-location.ts'

export const statCommand: Command = {
  name: 'stat',
  usage: 'LOC… [--at TIME]',
  about: [
    'Shows size, time and kind of files and folders, and their permissions if the store has them.',
    'For a symbolic link, shows the link itself and its target.',
  ].join(' '),
  examples: [
    ['portolan stat reports:2026/q3.pdf', 'show size, time and kind'],
    ['portolan stat reports:2026/q3.pdf --at monday', 'show it as it was, and what changed since'],
    ['portolan stat reports:2026/q3.pdf --json', 'print JSON, for a script'],
  ],
  options: atOption,
  takes: { min: 1, max: Number.POSITIVE_INFINITY, what: 'a location' },
  run(context) {
    const atMs = momentOf(context)
    return forEachLocation(context, async (argument, { client }) => {
      const location = locationAt(argument.location, atMs)
      const entry = await client.listing.stat({ location }, { signal: context.signal })
      const { capabilities } = await client.mounts.open({ name: location.mount }, { signal: context.signal })
      const has = capabilities?.facets.includes('permissions') ?? false
      const permissions = has ? await client.permissions.read({ location }, { signal: context.signal }) : undefined
      await context.output.entry(entry, location, permissions)
    })
  },
}
