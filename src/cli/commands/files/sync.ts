import type { Command } from '../../command.ts'
import { pairVerbOf, runPairVerb, saveAndRun } from '../../sync/pair-verbs.ts'
import { runSync } from '../../sync/run-sync.ts'
import { syncOptions } from '../../sync/sync-options.ts'
import { UsageError } from '../../usage-error.ts'

export const syncCommand: Command = {
  name: 'sync',
  usage:
    'A B [--name PAIR] [--mode MODE] [--dry-run] [--max-delete N|P%] [--despite GUARD]… [--filter QUERY] [--on-conflict WHAT]\n       portolan sync list | show PAIR | run PAIR [--despite GUARD]… | pause PAIR | resume PAIR | rm PAIR',
  about: [
    'Makes two folders the same. `update` (without --mode) adds and replaces in B what is new or newer in A; `mirror` deletes there, too; `two-way`',
    'carries changes of both sides over, and what changed on both is kept twice; `contribute` only adds; `move-into` empties A. What is deleted or',
    'replaced goes to the trash, stays as a version, or goes to .portolan-archive on its side. Stops, and explains why, when the changes need a review.',
    '--name saves the two folders as a pair, which `sync run PAIR` syncs; --every runs it automatically while Portolan or `portolan',
    'serve` is open. A pair that stopped runs again with --despite, or all but its deletions with --without-deletions. Ends with 0 when all is',
    'done, 1 when something needs your decision.',
  ].join('\n'),
  examples: [
    ['portolan sync ~/Photos reports:photos --dry-run', 'what would be done, name by name'],
    ['portolan sync ~/Photos reports:photos', 'add and replace, delete nothing'],
    ['portolan sync ~/Work nas:Work --mode two-way', 'changes of both sides'],
    ['portolan sync ~/Work nas:Work --mode two-way --name Work --every 1h', 'a pair that runs every hour while open'],
    ['portolan sync run Work', 'runs it now'],
    ['portolan sync ~/Work backup: --mode mirror --max-delete 5%', 'stop when more than that would be deleted'],
    ['portolan sync ~/Work backup: --mode mirror --despite deletions', 'after a review'],
  ],
  options: syncOptions,
  takes: { min: 1, max: 2, what: 'two folders, or what to do with a pair' },
  run(context) {
    const verb = pairVerbOf(context.positionals)
    if (verb) return runPairVerb(verb, context)
    if (context.positionals.length < 2)
      throw new UsageError('sync needs two folders.', 'Or one of: sync list, show, run, pause, resume, rm.')
    if (context.valueOf('name') !== undefined) return saveAndRun(context)
    if (context.valueOf('every') !== undefined) throw new UsageError('--every goes with --name.')
    return runSync(context)
  },
}
