import type { Command } from '../command.ts'
import { forEachLocation } from '../locations/for-each-location.ts'

export const restoreCommand: Command = {
  name: 'restore',
  usage: 'LOC… [--version ID]',
  about:
    'Brings back a file that was deleted. With --version, makes that state the current one, as a new version: what is\nthere now stays as a version too.',
  examples: [
    ['portolan restore reports:q3.pdf', 'what was deleted'],
    ['portolan restore reports:q3.pdf --version 3sL4kq…', 'as it was then'],
  ],
  options: { version: { type: 'string', value: 'ID', help: 'an older state; `portolan versions` names them' } },
  takes: { min: 1, max: Number.POSITIVE_INFINITY, what: 'a location' },
  run: (context) =>
    forEachLocation(context, async ({ location }, { client }) => {
      const { output, signal } = context
      const version = context.valueOf('version')
      if (version === undefined) await client.versions.undelete({ location }, { signal })
      else await client.versions.restore({ location, version }, { signal })
      await output.outcome({ location }, 'restored')
    }),
}
