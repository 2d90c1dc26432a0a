import { conflictWaySchema, type SyncGuardKind, syncModeSchema, type SyncSettings } from '../../contract/sync/plan.ts'
import { readCompared } from '../arguments/compared.ts'
import type { CommandContext } from '../command.ts'
import { UsageError } from '../usage-error.ts'

export const guardKinds = [
  'deletions',
  'empty-side',
  'newer-replaced',
  'other-place',
  'base-missing',
  'clock',
] as const satisfies readonly SyncGuardKind[]

export async function readSettings(context: CommandContext): Promise<SyncSettings> {
  const { positionals, valueOf, has } = context
  const { readLocation } = await context.connect()
  const [left = '', right = ''] = positionals
  return {
    left: (await readLocation(left)).location,
    right: (await readLocation(right)).location,
    mode: syncModeSchema.parse(valueOf('mode') ?? 'update'),
    onConflict: conflictWaySchema.parse(valueOf('on-conflict') ?? 'keep-both'),
    ...readCompared(context),
    ...mostDeletedOf(valueOf('max-delete')),
    deleted: has('archive') ? 'archive' : 'trash',
  }
}

function mostDeletedOf(text: string | undefined): Pick<SyncSettings, 'mostDeletions' | 'mostShare'> {
  if (text === undefined) return {}
  const [, number, percent] = /^(\d+)(%?)$/.exec(text) ?? []
  const value = Number(number)
  if (number === undefined || !Number.isSafeInteger(value) || (percent === '%' && value > 100))
    throw new UsageError(`--max-delete needs a number such as 20, or a percentage such as 5%, not “${text}”.`)
  return percent === '%' ? { mostShare: value / 100 } : { mostDeletions: value }
}
