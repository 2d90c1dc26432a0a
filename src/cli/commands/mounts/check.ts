import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { CheckResult } from '../../../contract/api/transfers.ts'
import { StorageError } from '../../../contract/failure.ts'
import type { Command, CommandContext } from '../../command.ts'
import { exitCodes } from '../../exit-codes.ts'
import { countOf } from '../../output/format.ts'
import { showLocation } from '../../output/show-location.ts'
import { UsageError } from '../../usage-error.ts'

export const checkCommand: Command = {
  name: 'check',
  usage: 'A B | --report FILE [--download]',
  about: [
    'Checks that two folders are the same: compares names, sizes and content, by the checksums of the stores and by reading local files.',
    'With --report, checks that the files of a saved report are still the same on both sides.',
    'Changes nothing.',
  ].join(' '),
  examples: [
    ['portolan check ~/Photos reports:photos', 'compare all files'],
    ['portolan check --report report.json', 'check the result of an earlier copy'],
  ],
  options: {
    report: { type: 'string', value: 'FILE', help: 'a report that was saved as JSON' },
    download: { type: 'boolean', help: 'allow reading remote files to compare them' },
  },
  takes: { min: 0, max: 2, what: 'two places' },
  async run(context) {
    const { output, signal } = context
    const session = await context.connect()
    const request = await requestOf(context)
    let code: (typeof exitCodes)[keyof typeof exitCodes] = exitCodes.done
    for await (const result of session.client.transfers.check(request, { signal })) {
      if (result.kind === 'end') {
        await output.record(result, [summaryOf(result)])
        if (result.different + result.missing + result.extra + result.failed + result.unknown > 0)
          code = exitCodes.someFailed
      } else if (result.failure) {
        await output.failure({ location: showLocation(result.from), ...result.failure })
      } else if (result.result !== 'same' || output.tellsAllItems) {
        const { from, to, ...rest } = result
        await output.record({ ...rest, from: showLocation(from), ...(to && { to: showLocation(to) }) }, [
          `${result.result.padEnd(9)}  ${showLocation(result.result === 'extra' && to ? to : from)}  ${result.reason ?? ''}`.trimEnd(),
        ])
      }
    }
    return code
  },
}

async function requestOf({ positionals, has, valueOf, connect, surroundings }: CommandContext) {
  const file = valueOf('report')
  const more = has('download') ? { mayDownload: true } : {}
  if (file !== undefined) {
    if (positionals.length > 0) throw new UsageError('--report takes no places.')
    return { report: await readReport(resolve(surroundings.cwd, file)), ...more }
  }
  const [a, b] = positionals
  if (a === undefined || b === undefined) throw new UsageError('check needs two places, or --report FILE.')
  const { readLocation } = await connect()
  return { a: (await readLocation(a)).location, b: (await readLocation(b)).location, ...more }
}

async function readReport(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const failure = { kind: 'not-found', message: `The report ${path} can’t be read.`, operation: 'cli.check' } as const
    throw new StorageError(failure, { cause })
  }
}

function summaryOf({
  same,
  different,
  missing,
  extra,
  unknown,
  failed,
}: Extract<CheckResult, { kind: 'end' }>): string {
  const others = [
    different > 0 && `${different} different`,
    missing > 0 && `${missing} missing`,
    extra > 0 && `${extra} extra`,
    unknown > 0 && `${unknown} can’t be compared`,
    failed > 0 && `${failed} failed`,
  ].filter((part) => part !== false)
  return [`${countOf(same, 'file')} the same`, ...others].join(', ')
}
