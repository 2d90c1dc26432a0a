import type { Properties, PropertyChanges } from '../../../contract/facets.ts'
import type { Command, CommandContext } from '../../command.ts'
import { forEachLocation } from '../../locations/for-each-location.ts'
import { formatTime } from '../../output/format.ts'
import { showLocation } from '../../output/show-location.ts'
import { UsageError } from '../../usage-error.ts'

const texts = {
  'content-type': 'contentType',
  'cache-control': 'cacheControl',
  'content-disposition': 'contentDisposition',
  'content-encoding': 'contentEncoding',
  'content-language': 'contentLanguage',
  class: 'storageClass',
} as const
const speeds = ['fast', 'standard', 'slow'] as const

export const propsCommand: Command = {
  name: 'props',
  usage: 'LOC… [--tag KEY=VALUE]… [--meta KEY=VALUE]… [--content-type TYPE] [--class CLASS] [--unarchive SPEED]',
  about: [
    'Shows the properties of files, and sets the given ones.',
    'The given tags replace all tags, and the given metadata replaces all metadata; --no-tags and --no-meta remove them.',
    '--unarchive requests an archived file.',
  ].join(' '),
  examples: [
    ['portolan props reports:q3.pdf', 'show the properties of a file'],
    ['portolan props reports:q3.pdf --tag team=finance --tag year=2026', 'set the tags of a file'],
    [
      'portolan props archive:2019.tar --unarchive slow --days 3',
      'request an archived file; it can be read after some hours',
    ],
  ],
  options: {
    tag: { type: 'string', value: 'KEY=VALUE', help: 'a tag; can be repeated' },
    meta: { type: 'string', value: 'KEY=VALUE', help: 'a metadata entry; can be repeated' },
    'no-tags': { type: 'boolean', help: 'remove all tags' },
    'no-meta': { type: 'boolean', help: 'remove all metadata' },
    'content-type': { type: 'string', value: 'TYPE', help: 'the content type (MIME type)' },
    'cache-control': { type: 'string', value: 'TEXT', help: 'the Cache-Control header' },
    'content-disposition': { type: 'string', value: 'TEXT', help: 'the Content-Disposition header' },
    'content-encoding': { type: 'string', value: 'TEXT', help: 'the Content-Encoding header' },
    'content-language': { type: 'string', value: 'TEXT', help: 'the Content-Language header' },
    class: { type: 'string', value: 'CLASS', help: 'the storage class or tier' },
    unarchive: { type: 'string', value: 'SPEED', choices: speeds, help: 'restore it from the archive' },
    days: { type: 'string', value: 'N', help: 'with --unarchive: how many days the file can be read' },
  },
  takes: { min: 1, max: Number.POSITIVE_INFINITY, what: 'a location' },
  run(context) {
    const { output, signal, valueOf } = context
    const changes = changesOf(context)
    const speed = speeds.find((each) => each === valueOf('unarchive'))
    const days = daysOf(valueOf('days'))
    return forEachLocation(context, async ({ location }, { client }) => {
      if (speed !== undefined) {
        const wish = { speed, ...(days !== undefined && { days }) }
        await client.properties.unarchive({ location, wish }, { signal })
      }
      const properties =
        Object.keys(changes).length > 0
          ? await client.properties.change({ location, changes }, { signal })
          : await client.properties.read({ location }, { signal })
      await output.record({ location: showLocation(location), ...properties }, linesOf(properties))
    })
  },
}

function changesOf({ has, valueOf, valuesOf }: CommandContext): PropertyChanges {
  const changes: Record<string, unknown> = {}
  for (const [option, name] of Object.entries(texts)) {
    const value = valueOf(option)
    if (value !== undefined) changes[name] = value
  }
  const tags = valuesOf('tag').map(pairOf)
  const metadata = valuesOf('meta').map(pairOf)
  if (tags.length > 0 || has('no-tags')) changes['tags'] = Object.fromEntries(tags)
  if (metadata.length > 0 || has('no-meta')) changes['metadata'] = Object.fromEntries(metadata)
  return changes
}

function pairOf(text: string): readonly [string, string] {
  const equals = text.indexOf('=')
  if (equals < 1) throw new UsageError(`“${text}” is not KEY=VALUE.`)
  return [text.slice(0, equals), text.slice(equals + 1)]
}

function daysOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const days = Number(text)
  if (Number.isInteger(days) && days > 0) return days
  throw new UsageError(`“${text}” is not a number of days.`)
}

function linesOf({ withheld, ...properties }: Properties): string[] {
  const lines = Object.entries(properties).flatMap(([name, value]) => lineOf(name, value))
  const missing = Object.entries(withheld).map(([name, right]) => `${name.padEnd(18)}  (not shown: lacks ${right})`)
  return [...lines, ...missing]
}

function lineOf(name: string, value: Properties[keyof Properties]): string[] {
  if (value === undefined) return []
  if (name === 'modifiedMs') return [`${'modified'.padEnd(18)}  ${formatTime(Number(value))}`]
  if (typeof value !== 'object' || value === null) return [`${name.padEnd(18)}  ${String(value)}`]
  return Object.entries(value).map(([key, inner]) => `${name.padEnd(18)}  ${key}=${String(inner)}`)
}
