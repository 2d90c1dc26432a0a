import type { LinkServerState } from '../../contract/api/links.ts'
import { contentTypePattern } from '../../contract/choices.ts'
import type { Link } from '../../contract/facets.ts'
import type { Location } from '../../contract/location.ts'
import { parseDuration } from '../arguments/duration.ts'
import { readBytes, readCount } from '../arguments/limits.ts'
import { askSecret, canAsk } from '../ask/ask-secret.ts'
import type { Command, CommandContext } from '../command.ts'
import type { ExitCode } from '../exit-codes.ts'
import { exitCodes } from '../exit-codes.ts'
import { formatTime } from '../output/format.ts'
import { forEachLocation } from '../locations/for-each-location.ts'
import { UsageError } from '../usage-error.ts'

const sooner = {
  provider: 'the provider allows no longer',
  credential: 'the sign-in to this account ends then',
} as const

export const shareCommand: Command = {
  name: 'share',
  usage:
    'LOC… [--together] [--expires 1h | --permanent] [--put] [--password-stdin] [--downloads N] [--max-size 100M] [--as NAME] [--type T]',
  about: [
    'Makes a link that anyone can use until it expires: to read a file, or with --put to upload one.',
    'The error output shows when the link really expires, which can be earlier than requested.',
    'Portolan itself serves files and folders of this computer, while `portolan serve --links` or the app runs.',
    'With --put and a folder, the link accepts files of any name.',
  ].join(' '),
  examples: [
    ['portolan share reports:q3.pdf', 'share a file for one hour'],
    ['portolan share reports:q3.pdf --expires 7d', 'share a file for one week'],
    ['portolan share ~/Pictures/harbour --downloads 5', 'share a folder as a web page and a zip, for five downloads'],
    ['portolan share site:logo.svg --permanent', 'print the public address of a file, which does not expire'],
    ['portolan share a.pdf b.pdf --together', 'make one link to two files'],
    ['portolan share notes.md --password-stdin < password.txt', 'protect the link with a password'],
    ['portolan share --put ~/inbox --max-size 100M', 'let others upload files into a folder'],
    ['curl -T scan.tiff "$(portolan share --put inbox:scan.tiff)"', 'upload through such a link'],
  ],
  options: {
    expires: { type: 'string', value: 'TIME', help: 'how long the link works: 90s, 15m, 1h (default), 7d' },
    permanent: { type: 'boolean', help: 'the public address of a file, where the mount has one; it can’t be revoked' },
    put: { type: 'boolean', help: 'make an upload link' },
    together: { type: 'boolean', help: 'make one link for all files' },
    'password-stdin': {
      type: 'boolean',
      help: 'protect the link with a password, which is asked for or read from the input',
    },
    downloads: { type: 'string', value: 'N', help: 'at most N downloads or uploads' },
    'max-size': { type: 'string', value: '100M', help: 'with --put: the largest file it accepts' },
    as: { type: 'string', value: 'NAME', help: 'the file name for the receiver' },
    type: { type: 'string', value: 'TYPE', help: 'the content type for the receiver' },
    'content-type': { type: 'string', value: 'TYPE', help: 'with --put: the required content type' },
    revocable: { type: 'boolean', help: 'a link that can be revoked, where the mount supports it' },
  },
  takes: { min: 1, max: Number.POSITIVE_INFINITY, what: 'a location' },
  run: share,
}

async function share(context: CommandContext): Promise<ExitCode> {
  const { has, output, signal } = context
  const wish = await readWish(context)
  if (has('together')) {
    const { client, readLocation } = await context.connect()
    const locations: Location[] = []
    for (const text of context.positionals) locations.push((await readLocation(text)).location)
    const [location, ...also] = locations
    if (!location) return exitCodes.usage
    if (also.some(({ mount }) => mount !== location.mount)) {
      throw new UsageError(
        'One link can only lead to files of one mount.',
        'Without --together, each location gets its own link.',
      )
    }
    const paths = also.length > 0 ? { also: also.map(({ path }) => path) } : {}
    await tell(context, await client.links.make({ location, ...wish, ...paths }, { signal }))
    return exitCodes.done
  }
  return forEachLocation(context, async ({ location }, { client }) => {
    const link = await client.links.make({ location, ...wish }, { signal })
    await tell(context, link)
    if (!output.tellsAllItems && link.servedBy === 'us' && wish.method === 'put') {
      await output.note(`Open it in a browser, or upload with: curl -T FILE '${link.url}'`)
    }
  })

  async function tell({ connect }: CommandContext, link: Link) {
    await output.record(link, [link.url])
    await output.note(endOf(link))
    if (link.servedBy !== 'us') return
    const { client } = await connect()
    const state = await client.links.server({}, { signal })
    if (state.state === 'off') await output.remark(notServed(state))
  }
}

async function readWish({ has, valueOf, surroundings }: CommandContext) {
  const contentType = valueOf('type') ?? valueOf('content-type')
  const [downloads, maxSize, as] = [valueOf('downloads'), valueOf('max-size'), valueOf('as')]
  if (has('permanent') && (has('put') || valueOf('expires') !== undefined)) {
    throw new UsageError('--permanent can’t be combined with --expires or --put.')
  }
  if (maxSize !== undefined && !has('put')) throw new UsageError('--max-size needs --put.')
  if (contentType !== undefined && !contentTypePattern.test(contentType)) {
    throw new UsageError('--type needs two words with a slash between them, such as text/csv.')
  }
  const password = has('password-stdin') ? await readPassword(surroundings) : undefined
  return {
    method: has('put') ? ('put' as const) : ('get' as const),
    lastsMs: parseDuration(valueOf('expires') ?? '1h'),
    ...(contentType !== undefined && { contentType }),
    ...(as !== undefined && { downloadAs: as }),
    ...(has('permanent') && { permanent: true as const }),
    ...(has('revocable') && { revocable: true }),
    ...(downloads !== undefined && { mostUses: readCount('downloads', downloads) }),
    ...(maxSize !== undefined && { mostBytes: readBytes('max-size', maxSize) }),
    ...(password !== undefined && { password }),
  }
}

async function readPassword(surroundings: CommandContext['surroundings']): Promise<string> {
  let text = ''
  if (canAsk(surroundings)) text = (await askSecret('Password of the link: ', surroundings)) ?? ''
  else for await (const chunk of surroundings.stdin) text += String(chunk)
  const [password = ''] = text.split(/\r?\n/)
  if (password === '')
    throw new UsageError('The input contains no password.', 'Give it as the first line of the input.')
  return password
}

function notServed({ reach }: LinkServerState): string {
  return `This link does not work yet. Run: portolan serve --links${reach === 'lan' ? ' --lan' : ''}`
}

function endOf({ endsMs, endsSooner, headers }: Link): string {
  if (endsMs === undefined)
    return 'Anyone can read it at this address, as long as it is public in the store. The address can’t be revoked.'
  const why = endsSooner === undefined ? '' : `: ${sooner[endsSooner]}`
  const sent = Object.entries(headers).map(([name, value]) => ` -H '${name}: ${value}'`)
  return `Ends ${formatTime(endsMs)}${why}.${sent.length > 0 ? ` Uploads must send${sent.join('')}.` : ''}`
}
