/** `portolan sync list|show|run|pause|resume|rm`: what is done with saved pairs. */
import type { Pair, PairRun } from '../../contract/sync/pairs.ts'
import { StorageError } from '../../contract/failure.ts'
import { assertNever } from '../../lib/assert-never.ts'
import type { CommandContext } from '../command.ts'
import type { Session } from '../compose.ts'
import { type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.ts'
import { formatTime } from '../output/format.ts'
import { followTransfer } from '../transfers/run-transfer.ts'
import { parseDuration } from '../arguments/duration.ts'
import { readSettings } from './read-settings.ts'
import { UsageError } from '../usage-error.ts'
import { outcomeText, pairLine, runLine, settingsText } from './pair-text.ts'
import { guardText } from './plan-text.ts'

export const pairVerbs = ['list', 'show', 'run', 'pause', 'resume', 'rm'] as const
type PairVerb = (typeof pairVerbs)[number]

/** A folder of such a name is written as `./list`. */
export function pairVerbOf([first = '']: readonly string[]): PairVerb | undefined {
  return pairVerbs.find((verb) => verb === first)
}

export async function runPairVerb(verb: PairVerb, context: CommandContext): Promise<ExitCode> {
  const [, name, more] = context.positionals
  if (verb === 'list') return list(context)
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

/** `sync A B --name PAIR`: what a pair of that name was before is replaced. */
export async function saveAndRun(context: CommandContext): Promise<ExitCode> {
  const name = context.valueOf('name') ?? ''
  const every = context.valueOf('every')
  const settings = await readSettings(context)
  const session = await context.connect()
  const pairs = await allPairs(session, context)
  const was = pairs.find((pair) => pair.name === name)
  const schedule = every === undefined ? (was?.schedule ?? {}) : { everyMs: parseDuration(every) }
  await session.client.pairs.save({ pair: { name, settings, schedule }, ...(was && { was: name }) })
  return run(name, context)
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
    pair.nextMs === undefined || pair.isPaused ? [] : [`next run ${formatTime(pair.nextMs)}, while Portolan is open`]
  await context.output.record({ ...pair, runs }, [...settingsText(pair), ...next, ...runs.map(runLine)])
  return exitCodes.done
}

function pairOf(pairs: readonly Pair[], name: string): Pair {
  const found = pairs.find((pair) => pair.name === name)
  if (found) return found
  throw new StorageError({ kind: 'not-found', message: `There is no sync pair “${name}”.`, operation: 'cli.sync' })
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
  const begun = await client.pairs.run(wish, { signal: context.signal })
  const ended = await followRun(name, begun.run, session, context)
  await context.output.record(ended, [outcomeText(ended)])
  for (const guard of ended.guards ?? []) await context.output.remark(guardText(guard))
  if (ended.failure) await context.output.failure(ended.failure)
  return codeOf(ended)
}

/** Its transfers are followed as they come: what changed meanwhile is planned anew, which is another one. */
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
