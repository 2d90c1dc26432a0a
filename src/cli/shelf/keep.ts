import { type Retention, retentionSchema } from '../../contract/history.ts'
import { parseDuration } from '../arguments/duration.ts'
import { readBytes, readCount } from '../arguments/limits.ts'
import type { CommandContext, OptionTable } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { UsageError } from '../usage-error.ts'
import { retentionText } from './retention-text.ts'
import type { ShelfWork } from './shelf-work.ts'

export const keepOptions: OptionTable = {
  newest: { type: 'string', value: 'N', help: 'keep: the newest N versions of each file' },
  age: { type: 'string', value: 'TIME', help: 'keep: versions replaced or deleted in this time: 12h, 90d' },
  staggered: {
    type: 'boolean',
    help: 'keep: all versions of a day, one a day for 30 days, one a week for a year',
  },
  size: { type: 'string', value: 'SIZE', help: 'keep: prune others only while the versions use more than this: 20G' },
  everything: { type: 'boolean', help: 'keep: every version (the default)' },
}

const dayMs = 86_400_000

/** Shows the retention rules of a shelf or, with options, sets them. Removes nothing. */
export const keep: ShelfWork = async ({ mount, history }, context) => {
  const { output, signal } = context
  const wanted = wantedRetention(context)
  if (wanted) await history.setRetention({ mount, retention: wanted }, { signal })
  const { path, retention } = await history.status({ mount }, { signal })
  await output.record({ path, retention }, [retentionText(retention)])
  return exitCodes.done
}

function wantedRetention({ has, valueOf }: CommandContext): Retention | undefined {
  const newest = valueOf('newest')
  const age = valueOf('age')
  const size = valueOf('size')
  const rules = {
    ...(newest !== undefined && { newest: readCount('newest', newest) }),
    ...(age !== undefined && { days: parseDuration(age) / dayMs }),
    ...(has('staggered') && { staggered: true }),
    ...(size !== undefined && { mostBytes: readBytes('size', size) }),
  }
  const isEverything = has('everything')
  if (Object.keys(rules).length === 0) return isEverything ? {} : undefined
  if (isEverything) throw new UsageError('--everything can’t be combined with other rules.')
  return retentionSchema.parse(rules)
}
