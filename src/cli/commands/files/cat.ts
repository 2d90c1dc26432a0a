import { baseName } from '../../../contract/location.ts'
import { contentTypeOf } from '../../../core/backends/content-type.ts'
import { toBase64, toDataUri } from '../../../lib/text/base64.ts'
import { atOption, locationAt, momentOf } from '../../arguments/moment.ts'
import type { Command, CommandContext } from '../../command.ts'
import type { ExitCode } from '../../exit-codes.ts'
import { forEachLocation } from '../../locations/for-each-location.ts'
import { storeMade, storeOptions } from '../../transfers/store-made.ts'
import { UsageError } from '../../usage-error.ts'

export const catCommand: Command = {
  name: 'cat',
  usage: 'LOC… [--to DST] [--version ID | --at TIME] [--as base64|data-uri] [--cached]',
  about: [
    'Prints the content of files, one after the other.',
    'With --to, a transfer stores them as one file: the transfer can be paused and resumed, and the size of the file is checked.',
    'If a source is missing or changes meanwhile, nothing is stored.',
  ].join(' '),
  examples: [
    ['portolan cat reports:notes.md', 'print a file'],
    ['portolan cat reports:2026/log.gz | gunzip | head', 'fetch only as much as is needed'],
    ['portolan cat reports:notes.md --version 3sL4kq…', 'print an older version'],
    ['portolan cat reports:notes.md --at "2 hours ago"', 'print a file as it was'],
    [
      'portolan cat reports:big.csv --cached | head',
      'read it through the cache; it is fetched again only if it changed',
    ],
    ['portolan cat reports:logo.png --as data-uri', 'print a data: URI, for a web page'],
    ['portolan cat big.001 big.002 big.003 --to Shelf:big.iso', 'join the parts of a file'],
  ],
  options: {
    ...storeOptions,
    version: { type: 'string', value: 'ID', help: 'an older version; `portolan versions` lists the IDs' },
    ...atOption,
    as: {
      type: 'string',
      value: 'FORM',
      choices: ['base64', 'data-uri'],
      help: 'print each file as one line of text',
    },
    cached: {
      type: 'boolean',
      help: 'read through the cache on this computer; see `portolan cache`',
    },
  },
  takes: { min: 1, max: Number.POSITIVE_INFINITY, what: 'a location' },
  run(context) {
    const version = context.valueOf('version')
    const atMs = momentOf(context)
    if (version !== undefined && atMs !== undefined) {
      throw new UsageError('--version and --at can’t be used together.')
    }
    if (context.has('cached') && (version !== undefined || atMs !== undefined)) {
      throw new UsageError('--cached can’t be combined with --version or --at.')
    }
    if (context.valueOf('to') !== undefined) return storeJoined(context, { version, atMs })
    return forEachLocation(context, async (argument, { client }) => {
      const { signal } = context
      const location = locationAt(argument.location, atMs)
      const bytes =
        version === undefined
          ? client.files.read({ location, ...(context.has('cached') && { cached: {} }) }, { signal })
          : client.versions.read({ location, version }, { signal })
      for await (const chunk of inForm(bytes, context.valueOf('as'), location.path)) await context.output.bytes(chunk)
    })
  },
}

async function storeJoined(
  context: CommandContext,
  { version, atMs }: { readonly version: string | undefined; readonly atMs: number | undefined },
): Promise<ExitCode> {
  if (context.valueOf('as') !== undefined) throw new UsageError('--to and --as can’t be used together.')
  const { readLocation } = await context.connect()
  const parts = await Promise.all(
    context.positionals.map(async (text) => {
      const { location } = await readLocation(text)
      return { ...locationAt(location, atMs), ...(version !== undefined && { version }) }
    }),
  )
  return storeMade(context, { kind: 'joined', parts })
}

function inForm(bytes: AsyncIterable<Uint8Array>, form: string | undefined, path: string): AsyncIterable<Uint8Array> {
  if (form === undefined) return bytes
  const { contentType = 'application/octet-stream' } = contentTypeOf(baseName(path))
  return asLine(form === 'base64' ? toBase64(bytes) : toDataUri(bytes, contentType))
}

async function* asLine(text: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* text
  yield new TextEncoder().encode('\n')
}
