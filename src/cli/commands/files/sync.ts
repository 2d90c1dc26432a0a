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
    'Makes two folders the same.',
    'The mode says how: `update` (default) copies to B what is new or newer in A; `mirror` also deletes in B; `two-way` carries over the changes of both sides, and keeps both files if both changed; `contribute` only adds files; `move-into` also deletes in A what it copied.',
    'Deleted and replaced files go to the trash, stay as a version, or go to .portolan-archive on their side.',
    'The sync stops with a reason if the changes need a review.',
    '\n--name saves the two folders as a pair, and `sync run PAIR` runs it.',
    '--every runs the pair automatically while Portolan or `portolan serve` is open.',
    'To run a stopped pair, review it and give --despite, or --without-deletions to run everything except deletions.',
    'The exit code is 0 if all is done, and 1 if something needs your decision.',
  ].join(' '),
  examples: [
    ['portolan sync ~/Photos reports:photos --dry-run', 'show what would be done'],
    ['portolan sync ~/Photos reports:photos', 'copy what is new or newer, and delete nothing'],
    ['portolan sync ~/Work nas:Work --mode two-way', 'carry over the changes of both sides'],
    [
      'portolan sync ~/Work nas:Work --mode two-way --name Work --every 1h',
      'save a pair that runs every hour while Portolan is open',
    ],
    ['portolan sync run Work', 'run a saved pair now'],
    [
      'portolan sync ~/Work backup: --mode mirror --max-delete 5%',
      'stop if more than 5 % of the files would be deleted',
    ],
    ['portolan sync ~/Work backup: --mode mirror --despite deletions', 'run it after you reviewed the deletions'],
  ],
  options: syncOptions,
  takes: { min: 1, max: 2, what: 'two folders, or what to do with a pair' },
  run(context) {
    const verb = pairVerbOf(context.positionals)
    if (verb) return runPairVerb(verb, context)
    if (context.positionals.length < 2)
      throw new UsageError('sync needs two folders.', 'Or one of: sync list, show, run, pause, resume, rm.')
    if (context.valueOf('name') !== undefined) return saveAndRun(context)
    if (context.valueOf('every') !== undefined) throw new UsageError('--every needs --name.')
    return runSync(context)
  },
}
