import { conflictWays, syncModes } from '../../contract/sync/plan.ts'
import { comparedOptions } from '../arguments/compared.ts'
import { limitOptions } from '../arguments/limits.ts'
import type { OptionTable } from '../command.ts'
import { guardKinds } from './read-settings.ts'

export const syncOptions: OptionTable = {
  name: { type: 'string', value: 'PAIR', help: 'save the two folders as a pair with this name, then run it' },
  every: { type: 'string', value: 'TIME', help: 'with --name: run it automatically at this interval, such as 1h' },
  mode: {
    type: 'string',
    value: 'MODE',
    choices: syncModes,
    help: 'what to do with differences: update (default), mirror, two-way, contribute or move-into',
  },
  'dry-run': { type: 'boolean', help: 'only show what would be done' },
  'on-conflict': {
    type: 'string',
    value: 'WHAT',
    choices: conflictWays,
    help: 'for a file that changed on both sides: keep-both (default)',
  },
  'max-delete': {
    type: 'string',
    value: 'N|P%',
    help: 'stop if more files would be deleted on one side; default 50 %',
  },
  archive: { type: 'boolean', help: 'always keep deleted and replaced files in .portolan-archive' },
  despite: {
    type: 'string',
    value: 'GUARD',
    choices: guardKinds,
    help: 'continue despite this guard; can be repeated',
  },
  'without-deletions': { type: 'boolean', help: 'do everything except deletions' },
  ...comparedOptions,
  ...limitOptions,
  report: { type: 'string', value: 'FILE', help: 'save the result of each file, as JSON or CSV' },
}
