import type { Command } from '../command.ts'
import { forEachPlace } from '../for-each-place.ts'

export const catCommand: Command = {
  name: 'cat',
  usage: 'LOC…',
  about: 'The bytes of files, one after the other, no faster than they are read.',
  examples: [
    ['portolan cat reports:notes.md', 'read a file'],
    ['portolan cat reports:2026/log.gz | gunzip | head', 'only as much as is needed is fetched'],
  ],
  options: {},
  takes: { min: 1, max: Number.POSITIVE_INFINITY, what: 'a location' },
  run: (context) =>
    forEachPlace(context, async ({ location }, { client }) => {
      for await (const chunk of client.files.read({ location }, { signal: context.signal })) {
        await context.output.bytes(chunk)
      }
    }),
}
