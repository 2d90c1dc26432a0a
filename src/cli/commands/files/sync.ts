import { conflictWays, syncModes } from '../../../contract/sync/plan.ts'
import { comparedOptions } from '../../arguments/compared.ts'
import { limitOptions } from '../../arguments/limits.ts'
import type { Command } from '../../command.ts'
import { pairVerbOf, runPairVerb, saveAndRun } from '../../sync/pair-verbs.ts'
import { runSync } from '../../sync/run-sync.ts'
import { guardKinds } from '../../sync/read-settings.ts'
import { UsageError } from '../../usage-error.ts'

export const syncCommand: Command = {
  name: 'sync',
  usage:
    'A B [--name PAIR] [--mode MODE] [--dry-run] [--max-delete N|P%] [--despite GUARD]… [--filter QUERY] [--on-conflict WHAT]',
  about: [
    'Makes two folders alike. `update` (without --mode) adds and replaces in B what is new or newer in A; `mirror` deletes there, too; `two-way`',
    'carries changes of both sides over, and what changed on both is kept twice; `contribute` only adds; `move-into` empties A. What is deleted or',
    'replaced goes to the trash, stays as a version, or goes to .portolan-archive on its side. Stops where a person should look first, and says so.',
    'With --name the two are a saved pair from then on: sync list, show PAIR, run PAIR, pause PAIR, resume PAIR, rm PAIR. --every lets it run by',
    'itself while Portolan or `portolan serve` is open. Ends with 0 when all is done, 1 when something needs a person.',
  ].join('\n'),
  examples: [
    ['portolan sync ~/Photos reports:photos --dry-run', 'what would be done, name by name'],
    ['portolan sync ~/Photos reports:photos', 'add and replace, delete nothing'],
    ['portolan sync ~/Work nas:Work --mode two-way', 'changes of both sides'],
    ['portolan sync ~/Work nas:Work --mode two-way --name Work --every 1h', 'a pair that runs every hour while open'],
    ['portolan sync run Work', 'run it now'],
    ['portolan sync ~/Work backup: --mode mirror --max-delete 5%', 'stop when more than that would be deleted'],
    ['portolan sync ~/Work backup: --mode mirror --despite deletions', 'it was looked at'],
  ],
  options: {
    name: { type: 'string', value: 'PAIR', help: 'save the two as a pair of that name, then run it' },
    every: { type: 'string', value: 'TIME', help: 'with --name: run it by itself so often, such as 1h' },
    mode: { type: 'string', value: 'MODE', choices: syncModes, help: 'what is done with what differs' },
    'dry-run': { type: 'boolean', help: 'say what would be done, and do nothing' },
    'on-conflict': {
      type: 'string',
      value: 'WHAT',
      choices: conflictWays,
      help: 'what becomes of a file that changed on both sides: keep-both (default)',
    },
    'max-delete': {
      type: 'string',
      value: 'N|P%',
      help: 'stop when more would be deleted on one side: 50 % without it',
    },
    archive: { type: 'boolean', help: 'keep what is deleted or replaced in .portolan-archive, whatever else there is' },
    despite: { type: 'string', value: 'GUARD', choices: guardKinds, help: 'go on despite that; may be given again' },
    'without-deletions': { type: 'boolean', help: 'do all but the deletions' },
    ...comparedOptions,
    ...limitOptions,
    report: { type: 'string', value: 'FILE', help: 'save what became of each file, as JSON or CSV' },
  },
  takes: { min: 1, max: 2, what: 'two folders, or what to do with a pair' },
  run(context) {
    const verb = pairVerbOf(context.positionals)
    if (verb) return runPairVerb(verb, context)
    if (context.positionals.length < 2)
      throw new UsageError('sync needs two folders.', 'Or one of: sync list, show PAIR, run PAIR.')
    return context.valueOf('name') === undefined ? runSync(context) : saveAndRun(context)
  },
}
