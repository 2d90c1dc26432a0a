import { limitOptions } from '../arguments/limits.ts'
import { atOption, momentOf } from '../arguments/moment.ts'
import type { Command } from '../command.ts'
import { forEachLocation } from '../locations/for-each-location.ts'
import { runRestore } from '../transfers/run-restore.ts'
import { UsageError } from '../usage-error.ts'

export const restoreCommand: Command = {
  name: 'restore',
  usage: 'LOC… [--version ID | --at TIME [--dry-run]]',
  about: [
    'Restores a deleted file.',
    'With --version, makes an older version the current one; the current content stays as a version.',
    'With --at, restores files and whole folders to their state at that time: files with the same content are skipped, and files that were added since stay.',
  ].join(' '),
  examples: [
    ['portolan restore reports:q3.pdf', 'restore a deleted file'],
    ['portolan restore reports:q3.pdf --version 3sL4kq…', 'restore an older version'],
    ['portolan restore reports:2026 --at "yesterday 18:00" --dry-run', 'show what would be done with a folder'],
    ['portolan restore reports:2026 --at "yesterday 18:00"', 'restore a folder to its state at a time'],
  ],
  options: {
    version: { type: 'string', value: 'ID', help: 'an older version; `portolan versions` lists the IDs' },
    ...atOption,
    'dry-run': { type: 'boolean', help: 'with --at: only show what would be done' },
    report: { type: 'string', value: 'FILE', help: 'with --at: save the result of each file, as JSON or CSV' },
    ...limitOptions,
  },
  takes: { min: 1, max: Number.POSITIVE_INFINITY, what: 'a location' },
  run(context) {
    const version = context.valueOf('version')
    const atMs = momentOf(context)
    if (version !== undefined && atMs !== undefined) {
      throw new UsageError('--version and --at can’t be used together.')
    }
    if (atMs !== undefined) return runRestore(context, atMs)
    if (context.has('dry-run')) throw new UsageError('--dry-run needs --at.')
    return forEachLocation(context, async ({ location }, { client }) => {
      const { output, signal } = context
      if (version === undefined) await client.versions.undelete({ location }, { signal })
      else await client.versions.restore({ location, version }, { signal })
      await output.outcome({ location }, 'restored')
    })
  },
}
