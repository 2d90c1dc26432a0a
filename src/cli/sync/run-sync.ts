import type { PlanItem, SyncSettings } from '../../contract/sync/plan.ts'
import type { Transfer } from '../../contract/transfer.ts'
import { transferLimits } from '../arguments/limits.ts'
import type { CommandContext } from '../command.ts'
import type { Session } from '../compose.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { followTransfer } from '../transfers/run-transfer.ts'
import { guardText, needsPerson, rowText, totalsText } from './plan-text.ts'
import { readSettings } from './read-settings.ts'
import { tellStatistics } from './run-statistics.ts'

const told = { done: 'synced' }

/**
 * Plans, and carries the plan out unless it is a dry run or a guard applies. Resumes a stopped run of the same two
 * places.
 */
export async function runSync(context: CommandContext): Promise<ExitCode> {
  const beganMs = performance.now()
  const limits = transferLimits(context)
  const settings = await readSettings(context)
  const session = await context.connect()
  const isDry = context.has('dry-run')
  const stopped = isDry ? undefined : await findStopped(settings, session, context)
  if (stopped) {
    await context.output.remark(`Continuing transfer ${stopped.id}: an earlier sync of these folders was interrupted.`)
    await session.client.transfers.resume({ id: stopped.id })
    return follow(stopped.id, beganMs, session, context)
  }
  const { end, isForPerson } = await tellPlan(settings, session, context)
  const despite = context.valuesOf('despite')
  const standing = end.guards.filter(({ kind }) => !despite.includes(kind))
  const code = isForPerson ? exitCodes.someFailed : exitCodes.done
  if (isDry) return standing.length > 0 ? exitCodes.someFailed : code
  const { transfer } = await session.client.sync.start(
    {
      plan: end.plan,
      despite: [...despite],
      ...(context.has('without-deletions') && { withoutDeletions: true }),
      ...(limits && { limits }),
    },
    { signal: context.signal },
  )
  if (transfer === undefined) {
    await tellStatistics(undefined, beganMs, session, context)
    return code
  }
  const ended = await follow(transfer, beganMs, session, context)
  return ended === exitCodes.done ? code : ended
}

async function tellPlan(settings: SyncSettings, { client }: Session, { output, has, signal }: CommandContext) {
  let end: Extract<PlanItem, { kind: 'end' }> | undefined
  let isForPerson = false
  const tellsAll = has('dry-run') || output.tellsAllItems
  for await (const item of client.sync.plan({ settings }, { signal })) {
    if (item.kind === 'end') end = item
    if (item.kind !== 'rows') continue
    for (const row of item.rows) {
      isForPerson ||= needsPerson(row)
      if (tellsAll || row.why !== undefined || row.way === 'ask') await output.record(row, [rowText(row)])
    }
  }
  if (!end) throw signal.reason
  await output.record(end, [totalsText(end.totals)])
  for (const guard of end.guards) await output.note(guardText(guard))
  return { end, isForPerson }
}

/** Finds a stopped run of the same two places. A run in another program is detected during planning. */
async function findStopped(
  { left, right }: SyncSettings,
  { client }: Session,
  { signal }: CommandContext,
): Promise<Transfer | undefined> {
  const isSame = (a: Transfer['from'] | undefined, b: Transfer['from']) => a?.mount === b.mount && a.path === b.path
  for await (const { transfers } of client.transfers.watch({}, { signal })) {
    return transfers.find(
      ({ verb, state, isElsewhere, from, into }) =>
        verb === 'sync' && state !== 'ended' && !isElsewhere && isSame(from, left) && isSame(into, right),
    )
  }
  return undefined
}

/**
 * Follows the transfer and prints its results and its cost. Entries that were skipped because they changed are left to
 * the user or the next run.
 */
async function follow(id: number, beganMs: number, session: Session, context: CommandContext): Promise<ExitCode> {
  const code = await followTransfer(id, session, context, told)
  for await (const { transfers } of session.client.transfers.watch({}, { signal: context.signal })) {
    const ended = transfers.find((each) => each.id === id)
    if (!ended) return code
    await tellStatistics(ended, beganMs, session, context)
    return code === exitCodes.done && (ended.skips?.changed ?? 0) > 0 ? exitCodes.someFailed : code
  }
  return code
}
