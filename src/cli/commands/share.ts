import type { Link } from '../../contract/facets.ts'
import type { Command } from '../command.ts'
import { parseDuration } from '../arguments/duration.ts'
import { forEachLocation } from '../locations/for-each-location.ts'
import { formatTime } from '../output/format.ts'

const sooner = {
  provider: 'the provider allows no longer',
  credential: 'the sign-in to this account ends then',
} as const

export const shareCommand: Command = {
  name: 'share',
  usage: 'LOC… [--expires 1h] [--put [--content-type TYPE]] [--revocable]',
  about:
    'Makes a link that gives whoever has it access for a while: to read a file, or with --put to upload one. Its true end\nis told on the error output, as it may be sooner than wished.',
  examples: [
    ['portolan share reports:q3.pdf', 'for an hour'],
    ['portolan share reports:q3.pdf --expires 7d', 'for a week'],
    ['curl -T scan.tiff "$(portolan share --put inbox:scan.tiff)"', 'somebody else uploads'],
  ],
  options: {
    expires: { type: 'string', value: 'TIME', help: 'how long: 90s, 15m, 1h (the default), 7d' },
    put: { type: 'boolean', help: 'a link to upload with' },
    'content-type': { type: 'string', value: 'TYPE', help: 'with --put: of what is uploaded' },
    revocable: { type: 'boolean', help: 'one that can be taken back by itself, where the mount can' },
  },
  takes: { min: 1, max: Number.POSITIVE_INFINITY, what: 'a location' },
  run(context) {
    const { has, valueOf, output, signal } = context
    const lastsMs = parseDuration(valueOf('expires') ?? '1h')
    const contentType = valueOf('content-type')
    return forEachLocation(context, async ({ location }, { client }) => {
      const link = await client.links.make(
        {
          location,
          lastsMs,
          method: has('put') ? 'put' : 'get',
          ...(contentType !== undefined && { contentType }),
          ...(has('revocable') && { revocable: true }),
        },
        { signal },
      )
      await output.record(link, [link.url])
      await output.note(endOf(link))
    })
  },
}

function endOf({ endsMs, endsSooner, headers }: Link): string {
  const why = endsSooner === undefined ? '' : `: ${sooner[endsSooner]}`
  const sent = Object.entries(headers).map(([name, value]) => ` -H '${name}: ${value}'`)
  return `Ends ${formatTime(endsMs)}${why}.${sent.length > 0 ? ` Uploads have to send${sent.join('')}.` : ''}`
}
