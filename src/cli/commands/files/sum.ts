import type { SumsEvent } from '../../../contract/api/sums.ts'
import { StorageError } from '../../../contract/failure.ts'
import { formatLocation, type Location } from '../../../contract/location.ts'
import { recogniseSum, type SumKind, sumKinds } from '../../../lib/sums/sum-names.ts'
import { sumLine } from '../../../lib/sums/sums-file.ts'
import { atOption, locationAt, momentOf } from '../../arguments/moment.ts'
import type { Command, CommandContext } from '../../command.ts'
import { type ExitCode, exitCodeOf, exitCodes } from '../../exit-codes.ts'
import { forEachLocation } from '../../locations/for-each-location.ts'
import { countOf } from '../../output/format.ts'
import { UsageError } from '../../usage-error.ts'

export const sumCommand: Command = {
  name: 'sum',
  usage: 'LOC… [--type NAME] [--recursive] [--store] [--is SUM] [--check] [--at TIME]',
  about: [
    'Prints the checksums of files in the format of sha256sum, one line per file, so that `sha256sum --check` (or md5sum, sha1sum) can verify files of this computer.',
    'Every file is read completely; --store uses the checksums that the store already knows instead.',
    '--check verifies the files that a checksum file lists.',
    '--is compares a file with one checksum.',
  ].join(' '),
  examples: [
    ['portolan sum ~/backup/*.tar > SHA256SUMS', 'save checksums to a file'],
    ['portolan sum reports:q3.pdf --is 9f86d081…', 'compare a file with a checksum; its length tells the algorithm'],
    ['portolan sum --check reports:2026/SHA256SUMS', 'verify the files that a checksum file lists'],
    [
      'portolan sum reports:2026 -r --type md5 --store',
      'print the checksums of a folder, from the store where it knows them',
    ],
  ],
  options: {
    type: {
      type: 'string',
      short: 't',
      value: 'NAME',
      choices: sumKinds,
      help: `${sumKinds.join(', ')}; sha256 if none is given`,
    },
    algorithm: { type: 'string', short: 'a', value: 'NAME', choices: sumKinds, help: 'the same as --type' },
    recursive: { type: 'boolean', short: 'r', help: 'all files below a folder' },
    store: { type: 'boolean', help: 'use checksums that the store knows, without reading the file' },
    is: { type: 'string', value: 'SUM', help: 'compare with this checksum, in hex or Base64' },
    check: { type: 'boolean', short: 'c', help: 'LOC is a checksum file: verify the files it lists' },
    ...atOption,
  },
  takes: { min: 1, max: Number.POSITIVE_INFINITY, what: 'a location' },
  run(context) {
    const { has } = context
    if (has('check') && (has('recursive') || context.valueOf('is') !== undefined)) {
      throw new UsageError('--check can’t be combined with --recursive or --is.')
    }
    const atMs = momentOf(context)
    givenSum(context) // An invalid checksum is reported before anything is read.
    return forEachLocation(context, async (argument, { client }, asGiven) => {
      const location = locationAt(argument.location, atMs)
      if (has('check')) return checkFile(context, client, location)
      if (!has('recursive')) await refuseFolder(context, client, location)
      return makeSums(context, client, location, asGiven)
    })
  },
}

type Client = Awaited<ReturnType<CommandContext['connect']>>['client']

function typeOf({ valueOf }: CommandContext): SumKind | undefined {
  return (valueOf('type') ?? valueOf('algorithm')) as SumKind | undefined
}

async function makeSums(
  context: CommandContext,
  client: Client,
  location: Location,
  asGiven: string,
): Promise<ExitCode> {
  const { has, output, signal } = context
  const given = givenSum(context)
  const kind = given?.kind ?? typeOf(context) ?? 'sha256'
  const events = client.sums.make({ locations: [location], kinds: [kind], usesStore: has('store') }, { signal })
  const top = location.path.split('/').at(-1) ?? ''
  let code: ExitCode = exitCodes.done
  for await (const event of events) {
    if (event.kind === 'progress') continue
    if (event.kind === 'failed') {
      await output.failure(event.failure)
      code = event.name === top ? exitCodeOf(event.failure) : exitCodes.someFailed
      continue
    }
    const sum = event.sums[kind] ?? ''
    const shown = event.name === top ? asGiven : `${asGiven.replace(/\/+$/, '')}${event.name.slice(top.length)}`
    if (given && sum !== given.hex) code = exitCodes.someFailed
    await output.record(...recordOf(event, { kind, sum, shown, ...(given && { isSame: sum === given.hex }) }))
  }
  return code
}

interface Shown {
  readonly kind: SumKind
  readonly sum: string
  readonly shown: string
  readonly isSame?: boolean
}

function recordOf(
  { location, source }: Extract<SumsEvent, { readonly kind: 'sums' }>,
  { kind, sum, shown, isSame }: Shown,
): [object, readonly string[]] {
  const record = { kind: 'sum', location: formatLocation(location), algorithm: kind, sum, source }
  if (isSame === undefined) return [record, [sumLine(sum, shown)]]
  return [{ ...record, isSame }, [`${shown}: ${isSame ? 'the same' : `different, it is ${sum}`}`]]
}

function givenSum(context: CommandContext): { readonly kind: SumKind; readonly hex: string } | undefined {
  const text = context.valueOf('is')
  if (text === undefined) return undefined
  const given = recogniseSum(text)
  const wished = typeOf(context)
  const kind = given?.kinds.find((each) => wished === undefined || each === wished)
  if (given && kind) return { kind, hex: given.hex }
  throw new UsageError(
    wished && given ? `This is not a checksum of the type ${wished}.` : `“${text}” is not a known checksum.`,
  )
}

async function checkFile(context: CommandContext, client: Client, file: Location): Promise<ExitCode> {
  const { has, output, signal } = context
  const sum = typeOf(context)
  const wish = { file, usesStore: has('store'), ...(sum && { sum }) }
  const counts = { same: 0, different: 0, missing: 0, failed: 0 }
  for await (const event of client.sums.check(wish, { signal })) {
    if (event.kind === 'began' && event.badLines > 0) {
      await output.remark(`${countOf(event.badLines, 'line')} of the file are not checksums and were skipped.`)
    }
    if (event.kind !== 'checked') continue
    counts[event.result] += 1
    const words = { same: 'OK', different: 'DIFFERENT', missing: 'MISSING', failed: event.failure?.message ?? '' }
    await output.record({ ...event, kind: 'checked' }, [`${event.name}: ${words[event.result]}`])
  }
  const wrong = counts.different + counts.missing + counts.failed
  if (wrong > 0) {
    await output.remark(`${counts.different} different, ${counts.missing} missing, ${counts.failed} could not be read.`)
  }
  return wrong > 0 ? exitCodes.someFailed : exitCodes.done
}

async function refuseFolder({ signal }: CommandContext, client: Client, location: Location): Promise<void> {
  const { kind, name } = await client.listing.stat({ location }, { signal })
  if (kind !== 'folder') return
  const message = `“${name}” is a folder; -r computes the checksums of all files in it.`
  throw new StorageError({ kind: 'not-a-file', message, operation: 'cli.sum', location: formatLocation(location) })
}
