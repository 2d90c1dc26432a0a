/** `portolan sync list|show|run|pause|resume|rm`: commands for saved pairs. */
import { said } from '../../contract/sentences/said.ts'
import type { Location } from '../../contract/location.ts'
import { type Pair, pairNameSchema, type PairRun } from '../../contract/sync/pairs.ts'
import type { SyncSettings } from '../../contract/sync/plan.ts'
import { StorageError } from '../../contract/failure.ts'
import { assertNever } from '../../lib/assert-never.ts'
import type { CommandContext } from '../command.ts'
import type { Session } from '../compose.ts'
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.ts'
import { countOf, formatTime } from '../output/format.ts'
import { showLocation } from '../output/show-location.ts'
import { followTransfer } from '../transfers/run-transfer.ts'
import { parseDuration } from '../arguments/duration.ts'
import { readSettings } from './read-settings.ts'
import { syncOptions } from './sync-options.ts'
import { UsageError } from '../usage-error.ts'
import { outcomeText, pairLine, runLine, settingsText } from './pair-text.ts'
import { tellStatistics } from './run-statistics.ts'
import { guardText } from './plan-text.ts'

export const pairVerbs = ['list', 'show', 'run', 'pause', 'resume', 'rm'] as const
type PairVerb = (typeof pairVerbs)[number]

/** Returns the verb. A folder with such a name is written as `./list`. */
export function pairVerbOf([first = '']: readonly string[]): PairVerb | undefined {
  return pairVerbs.find((verb) => verb === first)
}

export async function runPairVerb(verb: PairVerb, context: CommandContext): Promise<ExitCode> {
  const [, name, more] = context.positionals
  refuseOthers(context, `sync ${verb}`, verb === 'run' ? ofRun : [])
  if (verb === 'list') {
    if (name !== undefined) throw new UsageError('sync list takes no name. `sync show PAIR` shows one pair.')
    return list(context)
  }
  if (name === undefined || more !== undefined) throw new UsageError(`Which pair? sync ${verb} needs its name.`)
  const { client } = await context.connect()
  const { signal } = context
  switch (verb) {
    case 'show':
      return show(name, context)
    case 'run':
      return run(name, context)
    case 'pause':
    case 'resume':
      await client.pairs.setPaused({ name, isPaused: verb === 'pause' }, { signal })
      return exitCodes.done
    case 'rm':
      await client.pairs.remove({ name }, { signal })
      return exitCodes.done
    default:
      return assertNever(verb)
  }
}

/** The options that apply to a run; all others are stored with the pair. */
const ofRun = ['despite', 'without-deletions', 'report']

function refuseOthers({ has, valuesOf }: CommandContext, what: string, allowed: readonly string[]): void {
  const given = (option: string) => has(option) || valuesOf(option).length > 0
  const other = Object.keys(syncOptions).find((option) => given(option) && !allowed.includes(option))
  if (other !== undefined) throw new UsageError(`--${other} can’t be combined with ${what}.`)
}

/** `sync A B --name PAIR`: gives a pair of these two places new settings, and keeps its schedule and its history. */
export async function saveAndRun(context: CommandContext): Promise<ExitCode> {
  const name = context.valueOf('name') ?? ''
  const every = context.valueOf('every')
  if (context.has('dry-run')) throw new UsageError('--dry-run saves no pair. Leave out --name.')
  for (const option of ['jobs', 'limit'])
    if (context.valueOf(option) !== undefined) throw new UsageError(`--${option} can’t be saved in a pair.`)
  if (!pairNameSchema.safeParse(name).success)
    throw new UsageError('--name needs up to 100 characters, without a space at its ends.')
  const settings = await readSettings(context)
  const session = await context.connect()
  const pairs = await allPairs(session, context)
  const was = pairs.find((pair) => pair.name === name)
  if (was) refuseOtherPlaces(was, settings)
  const schedule = { ...was?.schedule, ...(every !== undefined && { everyMs: readEvery(every) }) }
  await session.client.pairs.save({ pair: { name, settings, schedule }, ...(was && { was: name }) })
  return run(name, context)
}

function readEvery(text: string): number {
  const everyMs = Math.round(parseDuration(text))
  if (everyMs >= 60_000) return everyMs
  throw new UsageError('--every needs at least 1m.')
}

/** A name that is reused by mistake must not change the folders of a pair. */
function refuseOtherPlaces({ name, settings }: Pair, { left, right }: SyncSettings): void {
  const isSame = (a: Location, b: Location) => a.mount === b.mount && a.path === b.path
  if (isSame(settings.left, left) && isSame(settings.right, right)) return
  throw new UsageError(
    `The pair “${name}” syncs other folders: ${showLocation(settings.left)} and ${showLocation(settings.right)}.`,
    'Give this one another name, or remove that pair first with `sync rm`.',
  )
}

async function list(context: CommandContext): Promise<ExitCode> {
  const session = await context.connect()
  for (const pair of await allPairs(session, context)) await context.output.record(pair, [pairLine(pair)])
  return exitCodes.done
}

async function allPairs({ client }: Session, { signal, output }: CommandContext): Promise<readonly Pair[]> {
  for await (const { pairs, notice } of client.pairs.watch({}, { signal })) {
    if (notice !== undefined) await output.note(notice)
    return pairs
  }
  return []
}

async function show(name: string, context: CommandContext): Promise<ExitCode> {
  const session = await context.connect()
  const pair = pairOf(await allPairs(session, context), name)
  const { runs } = await session.client.pairs.history({ name, limit: 20 }, { signal: context.signal })
  const next =
    pair.nextMs === undefined || pair.isPaused ? [] : [`next   ${formatTime(pair.nextMs)}, while Portolan is open`]
  await context.output.record({ ...pair, runs }, [...settingsText(pair), ...next, ...runs.map(runLine)])
  if (pair.last?.outcome === 'stopped') await tellWhy(pair.last, context)
  return exitCodes.done
}

function pairOf(pairs: readonly Pair[], name: string): Pair {
  const found = pairs.find((pair) => pair.name === name)
  if (found) return found
  throw new StorageError({ kind: 'not-found', ...said('pair.unknown', { name }), operation: 'cli.sync' })
}

async function run(name: string, context: CommandContext): Promise<ExitCode> {
  const session = await context.connect()
  const { client } = session
  const despite = [...context.valuesOf('despite')]
  const wish = {
    name,
    ...(context.has('without-deletions') && { withoutDeletions: true }),
    ...(despite.length > 0 && { despite }),
  }
  const beganMs = performance.now()
  const begun = await client.pairs.run(wish, { signal: context.signal })
  const ended = await followRun(name, begun.run, session, context)
  if (ended.outcome !== 'stopped' && !ended.failure)
    await tellStatistics(await transferOf(ended, session, context), beganMs, session, context)
  await context.output.record(ended, [outcomeText(ended)])
  await tellWhy(ended, context)
  if (ended.failure) await context.output.failure(ended.failure)
  return codeOf(ended)
}

/** Returns the last transfer, because entries that changed during the run were planned again. */
async function transferOf({ transfer }: PairRun, { client }: Session, { signal }: CommandContext) {
  if (transfer === undefined) return undefined
  const { transfers } = await client.transfers.history({ before: transfer + 1, limit: 1 }, { signal })
  return transfers.find(({ id }) => id === transfer)
}

/** Prints what the user has to look at. */
async function tellWhy({ guards = [], totals, outcome }: PairRun, { output }: CommandContext): Promise<void> {
  for (const guard of guards) await output.remark(guardText(guard))
  if (outcome === 'needs-you' && totals && totals.asks > 0)
    await output.remark(`${countOf(totals.asks, 'name')} to decide. Decide in the window: Sync pairs, See each….`)
}

/**
 * Follows each transfer of the run, because entries that changed during the run are planned again in another transfer.
 */
async function followRun(name: string, id: number, session: Session, context: CommandContext): Promise<PairRun> {
  let followed: number | undefined
  for await (const { pairs } of session.client.pairs.watch({}, { signal: context.signal })) {
    const { last } = pairOf(pairs, name)
    if (last?.id !== id) continue
    if (last.transfer !== undefined && last.transfer !== followed) {
      followed = last.transfer
      await followTransfer(last.transfer, session, context, { done: 'synced' })
    }
    if (last.outcome !== 'running') return last
  }
  throw context.signal.reason
}

function codeOf({ outcome, failure }: PairRun): ExitCode {
  if (failure) return exitCodeOf(failure)
  if (outcome === 'cancelled') return exitCodes.interrupted
  return outcome === 'done' || outcome === 'nothing' ? exitCodes.done : exitCodes.someFailed
}
