import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { z } from 'zod'
import { type ContainerFacts, lifecycleRuleSchema, type UnfinishedUpload } from '../../../contract/facets.ts'
import { failureOf } from '../../../contract/failure.ts'
import { type Command, type CommandContext } from '../../command.ts'
import type { Session } from '../../compose.ts'
import { parseDuration } from '../../arguments/duration.ts'
import { type ExitCode, exitCodes } from '../../exit-codes.ts'
import { forEachLocation } from '../../locations/for-each-location.ts'
import { formatSize, formatTime } from '../../output/format.ts'
import { showLocation } from '../../output/show-location.ts'
import type { LocationArgument } from '../../../core/mounts/resolving/location-argument.ts'
import { UsageError } from '../../usage-error.ts'

export const containerCommand: Command = {
  name: 'container',
  usage: 'LOC [--versioning on|suspended] [--lifecycle FILE] [--uploads] [--sweep AGE]',
  about: [
    'Shows the bucket or container of a location, with its versioning and lifecycle rules, and changes them.',
    '--uploads lists unfinished multipart uploads, which use space; --sweep deletes those older than AGE.',
  ].join(' '),
  examples: [
    ['portolan container reports:', 'show versioning, rules and encryption'],
    ['portolan container reports: --versioning on', 'keep old versions from now on'],
    ['portolan container reports: --json | jq .lifecycle > rules.json', 'save the lifecycle rules'],
    ['portolan container reports: --lifecycle rules.json', 'set the lifecycle rules'],
    ['portolan container reports: --sweep 7d', 'delete unfinished uploads older than a week'],
  ],
  options: {
    versioning: { type: 'string', value: 'STATE', choices: ['on', 'suspended'], help: 'whether old versions are kept' },
    lifecycle: { type: 'string', value: 'FILE', help: 'a JSON list of rules that replaces the existing ones' },
    uploads: { type: 'boolean', help: 'list unfinished uploads' },
    sweep: { type: 'string', value: 'AGE', help: 'delete unfinished uploads older than this: 7d' },
  },
  takes: { min: 1, max: 1, what: 'a location' },
  async run(context) {
    const { valueOf, has, signal } = context
    const sweep = valueOf('sweep')
    const olderThanMs = sweep === undefined ? undefined : parseDuration(sweep)
    const file = valueOf('lifecycle')
    const rules = file === undefined ? undefined : await rulesIn(file, context)
    const versioning = valueOf('versioning')
    return forEachLocation(context, async (argument, session) => {
      const { location } = argument
      if (olderThanMs !== undefined) return sweepUploads(argument, olderThanMs, session, context)
      if (has('uploads')) return listUploads(argument, session, context)
      const { containers } = session.client
      if (versioning === 'on' || versioning === 'suspended') {
        await containers.setVersioning({ location, to: versioning }, { signal })
      }
      if (rules) await containers.setLifecycle({ location, rules }, { signal })
      const facts = await containers.read({ location }, { signal })
      await context.output.record({ location: showLocation(location), ...facts }, linesOf(facts))
      return exitCodes.done
    })
  },
}

async function rulesIn(file: string, { surroundings }: CommandContext) {
  try {
    return z.array(lifecycleRuleSchema).parse(JSON.parse(await readFile(resolve(surroundings.cwd, file), 'utf8')))
  } catch (error) {
    throw new UsageError(`“${file}” has no list of rules: ${(error as Error).message}`)
  }
}

async function listUploads(
  { location }: LocationArgument,
  { client }: Session,
  context: CommandContext,
): Promise<ExitCode> {
  for await (const page of client.containers.uploads({ location }, { signal: context.signal })) {
    for (const upload of page) await context.output.record(shownUpload(upload, location.mount), [lineOf(upload)])
  }
  return exitCodes.done
}

/** Continues after an upload that can't be aborted. */
async function sweepUploads(
  { location }: LocationArgument,
  olderThanMs: number,
  { client }: Session,
  { output, signal }: CommandContext,
): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done
  for await (const page of client.containers.uploads({ location }, { signal })) {
    for (const upload of page.filter(({ startedMs = Infinity }) => startedMs < Date.now() - olderThanMs)) {
      const at = { mount: location.mount, path: upload.path }
      try {
        await client.containers.abortUpload({ location: at, id: upload.id }, { signal })
        await output.outcome({ location: at }, 'ended the upload of')
      } catch (error) {
        signal.throwIfAborted()
        await output.outcome({ location: at, failure: failureOf(error, 'cli.container') }, '')
        code = exitCodes.someFailed
      }
    }
  }
  return code
}

function shownUpload({ path, ...rest }: UnfinishedUpload, mount: string): object {
  return { location: showLocation({ mount, path }), ...rest }
}

function lineOf({ path, startedMs, sizeBytes }: UnfinishedUpload): string {
  const time = startedMs === undefined ? '' : formatTime(startedMs)
  return `${time.padEnd(16)}  ${(sizeBytes === undefined ? '' : formatSize(sizeBytes)).padStart(7)}  ${path}`
}

function linesOf({ name, region, versioning, encryption, lifecycle, withheld }: ContainerFacts): string[] {
  return [
    `Name        ${name}`,
    ...(region === undefined ? [] : [`Region      ${region}`]),
    ...(versioning === undefined ? [] : [`Versioning  ${versioning}`]),
    ...(encryption === undefined
      ? []
      : [`Encryption  ${encryption.kind}${encryption.key ? ` ${encryption.key}` : ''}`]),
    ...(lifecycle ?? []).map(
      (rule) =>
        `Rule        ${rule.id}${rule.isEnabled ? '' : ' (off)'}: ${rule.prefix === '' ? 'everything' : rule.prefix}`,
    ),
    ...Object.entries(withheld).map(([fact, right]) => `${fact} is not shown: your key lacks ${right}`),
  ]
}
