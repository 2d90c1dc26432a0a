import { formatLocation } from '../../../contract/location.ts'
import { createRunningSum, type SumName, sumNames } from '../../../core/transfers/journal/running-sum.ts'
import { atOption, locationAt, momentOf } from '../../arguments/moment.ts'
import type { Command } from '../../command.ts'
import { forEachLocation } from '../../locations/for-each-location.ts'

export const sumCommand: Command = {
  name: 'sum',
  usage: 'LOC… [--algorithm NAME] [--at TIME]',
  about: [
    'Checksums of files, made of all their bytes. A line each in the format of sha256sum, with the place as it was given, so that',
    '`sha256sum --check` (or md5sum, sha1sum) can check files of this computer.',
  ].join('\n'),
  examples: [
    ['portolan sum ~/backup/*.tar > SHA256SUMS', 'sums to be kept'],
    ['portolan sum reports:q3.pdf ~/q3.pdf', 'are they the same?'],
    ['portolan sum reports:q3.pdf --algorithm md5', 'another kind of sum'],
  ],
  options: {
    algorithm: {
      type: 'string',
      short: 'a',
      value: 'NAME',
      choices: sumNames,
      help: 'sha256 (default), sha1, md5 or crc32',
    },
    ...atOption,
  },
  takes: { min: 1, max: Number.POSITIVE_INFINITY, what: 'a location' },
  run(context) {
    const algorithm = (context.valueOf('algorithm') ?? 'sha256') as SumName
    const atMs = momentOf(context)
    return forEachLocation(context, async (argument, { client }, asGiven) => {
      const location = locationAt(argument.location, atMs)
      const sum = createRunningSum(algorithm)
      for await (const chunk of client.files.read({ location }, { signal: context.signal })) sum.add(chunk)
      const value = sum.end()
      const record = { kind: 'sum', location: formatLocation(location), algorithm, sum: value }
      await context.output.record(record, [sumLine(value, asGiven)])
    })
  },
}

/** A line break or backslash in a name is escaped, which a backslash before the sum tells. */
export function sumLine(sum: string, name: string): string {
  const escaped = name
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`)
  return `${escaped === name ? '' : '\\'}${sum}  ${escaped}`
}
