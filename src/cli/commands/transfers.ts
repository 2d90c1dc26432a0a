import type { Transfer } from '../../contract/transfer.ts'
import { assertNever } from '../../lib/assert-never.ts'
import type { Command, CommandContext } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { countOf, formatSize, formatTime } from '../output/format.ts'
import { showLocation } from '../output/show-location.ts'
import { followTransfer } from '../transfers/run-transfer.ts'
import { saveReport } from '../transfers/save-report.ts'
import { UsageError } from '../usage-error.ts'

const verbs = ['resume', 'pause', 'cancel', 'retry', 'undo', 'report', 'forget'] as const

export const transfersCommand: Command = {
  name: 'transfers',
  usage: '[resume|pause|cancel|retry|undo|forget ID | report ID FILE]',
  about: [
    'Lists the transfers (copies, moves and deletions): those that run here or in another Portolan, and interrupted and ended ones.',
    '`resume` continues a transfer where it stopped, also after a crash.',
  ].join(' '),
  examples: [
    ['portolan transfers', 'list all transfers'],
    ['portolan transfers resume 12', 'resume a transfer'],
    ['portolan transfers retry 12', 'retry the failed items'],
    ['portolan transfers report 12 report.csv', 'save the result of each item'],
  ],
  options: {},
  takes: { min: 0, max: 3, what: 'a number of a transfer' },
  async run(context) {
    const [verb, number, file] = context.positionals
    if (verb === undefined) return list(context)
    if (!verbs.some((each) => each === verb)) {
      throw new UsageError(`transfers can't “${verb}”.`, `It can ${verbs.join(', ')}.`)
    }
    const id = Number(number)
    if (!Number.isInteger(id) || id < 1) throw new UsageError(`Which transfer? ${verb} needs its number.`)
    if (verb === 'report' && file === undefined) throw new UsageError('report needs a FILE.')
    return act(verb as (typeof verbs)[number], id, file ?? '', context)
  },
}

async function act(verb: (typeof verbs)[number], id: number, file: string, context: CommandContext): Promise<ExitCode> {
  const session = await context.connect()
  const { transfers } = session.client
  const { signal } = context
  switch (verb) {
    case 'resume':
      await transfers.resume({ id }, { signal })
      return followTransfer(id, session, context, { done: 'done' })
    case 'retry':
      await transfers.retryFailed({ id }, { signal })
      return followTransfer(id, session, context, { done: 'done' })
    case 'undo': {
      const undo = await transfers.undo({ id }, { signal })
      return followTransfer(undo.id, session, context, { done: 'undone' })
    }
    case 'report':
      await saveReport(id, file, session, context)
      return exitCodes.done
    case 'pause':
    case 'cancel':
    case 'forget':
      await transfers[verb]({ id }, { signal })
      return exitCodes.done
    default:
      return assertNever(verb)
  }
}

async function list(context: CommandContext): Promise<ExitCode> {
  const { client } = await context.connect()
  for await (const event of client.transfers.watch({}, { signal: context.signal })) {
    if (event.kind !== 'all') continue
    if (event.notice !== undefined) await context.output.note(event.notice)
    for (const transfer of event.transfers) await context.output.record(transfer, [lineOf(transfer)])
    break
  }
  return exitCodes.done
}

function lineOf(transfer: Transfer): string {
  const { id, verb, names, sourceCount, into, counts, folders, bytes, createdMs } = transfer
  const what = sourceCount === 1 ? (names[0] ?? '') : `${sourceCount} items`
  const where = into ? ` to ${showLocation(into)}` : ''
  const withFolders = folders.done > 0 ? `, ${countOf(folders.done, 'folder')}` : ''
  const failed = counts.failed > 0 ? `, ${counts.failed} failed` : ''
  return [
    String(id).padStart(4),
    formatTime(createdMs),
    stateOf(transfer).padEnd(11),
    `${verb} ${what}${where}: ${counts.done} of ${counts.total} done${withFolders}, ${formatSize(bytes.copied)}${failed}`,
  ].join('  ')
}

function stateOf({ state, pausedBy, isCancelled, isElsewhere }: Transfer): string {
  if (state === 'ended') return isCancelled ? 'cancelled' : 'ended'
  if (state === 'paused') return pausedBy === 'interrupted' ? 'interrupted' : 'paused'
  return isElsewhere ? `${state} *` : state
}
