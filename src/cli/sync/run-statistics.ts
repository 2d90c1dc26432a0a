/** What a sync did, and its cost. */
import { syncStepKinds, type SyncStepKind, type Transfer } from '../../contract/transfer.ts'
import type { CommandContext } from '../command.ts'
import type { Session } from '../compose.ts'
import { countOf, formatDuration, formatSize } from '../output/format.ts'

export interface RunStatistics {
  /** The successful steps by kind. */
  readonly steps: NonNullable<Transfer['steps']>
  /** The calls to the places of the sync and to Portolan's own folders, including those of planning. */
  readonly calls: number
  readonly seconds: number
}

const doneWords: Readonly<Record<SyncStepKind, string>> = {
  copy: 'copied',
  'make-folder': 'made',
  move: 'moved',
  'hand-over': 'moved over',
  delete: 'deleted',
}

/** For a user, prints nothing if the sync had nothing to do. `beganMs` is a value of `performance.now()`. */
export async function tellStatistics(
  transfer: Pick<Transfer, 'steps'> | undefined,
  beganMs: number,
  { client }: Pick<Session, 'client'>,
  { output, signal }: CommandContext,
): Promise<void> {
  const seconds = Math.round(performance.now() - beganMs) / 1000
  const statistics: RunStatistics = { steps: transfer?.steps ?? {}, calls: await callsMade(client, signal), seconds }
  await output.record({ kind: 'statistics', ...statistics }, transfer ? [statisticsText(statistics)] : [])
}

/** Formats statistics: `12 copied (3 MB), 2 deleted; 31 calls in 2 s`. */
export function statisticsText({ steps, calls, seconds }: RunStatistics): string {
  const done = syncStepKinds.flatMap((kind) => {
    const step = steps[kind]
    if (!step) return []
    const what = kind === 'make-folder' ? countOf(step.count, 'folder') : String(step.count)
    return [`${what} ${doneWords[kind]}${step.bytes > 0 ? ` (${formatSize(step.bytes)})` : ''}`]
  })
  const cost = `${countOf(calls, 'call')} in ${formatDuration(seconds * 1000)}`
  return [done.join(', '), cost].filter(Boolean).join('; ')
}

/** Returns the number of the last call. Calls are numbered when they end. */
async function callsMade(client: Session['client'], signal: AbortSignal): Promise<number> {
  for await (const { entries } of client.activity.watch({}, { signal })) return entries.at(-1)?.number ?? 0
  return 0
}
