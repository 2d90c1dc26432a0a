import { limitOptions } from '../arguments/limits.ts'
import { atOption, momentOf } from '../arguments/moment.ts'
import type { Command } from '../command.ts'
import { forEachLocation } from '../locations/for-each-location.ts'
import { runRestore } from '../transfers/run-restore.ts'
import { UsageError } from '../usage-error.ts'

export const restoreCommand: Command = {
  name: 'restore',
  usage: 'LOC… [--version ID | --at TIME [--dry-run]]',
  about:
    'Brings back a file that was deleted. With --version, makes that state the current one, as a new version: what is\nthere now stays as a version too. With --at, makes files and whole folders what they were then: what has the same\ncontent is left, what came since stays.',
  examples: [
    ['portolan restore reports:q3.pdf', 'what was deleted'],
    ['portolan restore reports:q3.pdf --version 3sL4kq…', 'an older state'],
    ['portolan restore reports:2026 --at "yesterday 18:00" --dry-run', 'say what would be done for a whole folder'],
    ['portolan restore reports:2026 --at "yesterday 18:00"', 'do it'],
  ],
  options: {
    version: { type: 'string', value: 'ID', help: 'an older state; `portolan versions` names them' },
    ...atOption,
    'dry-run': { type: 'boolean', help: 'with --at: say what would be done, and do nothing' },
    report: { type: 'string', value: 'FILE', help: 'with --at: save what became of each file, as JSON or CSV' },
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
    if (context.has('dry-run')) throw new UsageError('--dry-run goes with --at.')
    return forEachLocation(context, async ({ location }, { client }) => {
      const { output, signal } = context
      if (version === undefined) await client.versions.undelete({ location }, { signal })
      else await client.versions.restore({ location, version }, { signal })
      await output.outcome({ location }, 'restored')
    })
  },
}
