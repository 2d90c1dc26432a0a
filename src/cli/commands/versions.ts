import type { Version } from '../../contract/facets.ts'
import type { Command, CommandContext } from '../command.ts'
import type { Session } from '../compose.ts'
import { forEachLocation } from '../locations/for-each-location.ts'
import { formatSecond, formatSize, formatTime } from '../output/format.ts'
import { showLocation } from '../output/show-location.ts'
import type { LocationArgument } from '../../core/mounts/resolving/location-argument.ts'
import { UsageError } from '../usage-error.ts'

export const versionsCommand: Command = {
  name: 'versions',
  usage: 'LOC… [--deleted] [--remove ID --forever]',
  about: [
    'Lists the versions of a file, newest first, with the ID that `cat`, `restore` and --remove take.',
    'With --deleted, lists the deleted files of a folder that can be restored.',
  ].join(' '),
  examples: [
    ['portolan versions reports:q3.pdf', 'list the versions of a file'],
    ['portolan versions --deleted reports:2026', 'list deleted files that can be restored'],
    ['portolan versions reports:q3.pdf --remove 3sL4kq… --forever', 'delete one version permanently'],
  ],
  options: {
    deleted: { type: 'boolean', help: 'list the deleted files of a folder' },
    remove: { type: 'string', value: 'ID', help: 'delete one version' },
    forever: { type: 'boolean', help: 'with --remove: confirms that it is permanent' },
  },
  takes: { min: 1, max: Number.POSITIVE_INFINITY, what: 'a location' },
  run(context) {
    const version = context.valueOf('remove')
    if (version !== undefined && !context.has('forever')) {
      throw new UsageError('A removed version can’t be restored.', 'Add --forever to confirm.')
    }
    return forEachLocation(context, (argument, session) => {
      if (version !== undefined) return remove(argument, version, session, context)
      return context.has('deleted') ? listDeleted(argument, session, context) : list(argument, session, context)
    })
  },
}

async function list(
  { location }: LocationArgument,
  { client }: Session,
  { output, signal }: CommandContext,
): Promise<void> {
  for await (const page of client.versions.list({ location }, { signal })) {
    for (const version of page) {
      await output.record({ location: showLocation(location), ...version }, [lineOf(version)])
    }
  }
}

async function listDeleted({ location }: LocationArgument, { client }: Session, { output, signal }: CommandContext) {
  for await (const page of client.versions.deleted({ location }, { signal })) {
    for (const { entry, deletedMs, ...rest } of page) {
      const size = entry.sizeBytes === undefined ? '' : formatSize(entry.sizeBytes)
      const time = deletedMs === undefined ? '' : formatTime(deletedMs)
      const value = { folder: showLocation(location), ...entry, ...(deletedMs !== undefined && { deletedMs }), ...rest }
      await output.record(value, [`${time.padEnd(16)}  ${size.padStart(7)}  ${entry.name}`])
    }
  }
}

async function remove(
  { location }: LocationArgument,
  version: string,
  { client }: Session,
  { output, signal }: CommandContext,
) {
  await client.versions.remove({ location, version }, { signal })
  await output.outcome({ location }, 'removed one version of')
}

function lineOf({ id, kind, isCurrent, modifiedMs, sizeBytes, author, storageClass }: Version): string {
  const time = modifiedMs === undefined ? '' : formatSecond(modifiedMs)
  const size = kind === 'deleted' ? 'deleted' : sizeBytes === undefined ? '' : formatSize(sizeBytes)
  const facts = [isCurrent ? 'current' : undefined, author, storageClass].filter((fact) => fact !== undefined)
  return `${time.padEnd(19)}  ${size.padStart(7)}  ${id}  ${facts.join(', ')}`.trimEnd()
}
