import type { Item, ItemState, Transfer, TransferRequest } from '../../contract/transfer.ts'
import type { CommandContext } from '../command.ts'
import type { Session } from '../compose.ts'
import { combineExitCodes, type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.ts'
import { saveReport } from './save-report.ts'

const pageSize = 500
/** Further items are counted but not listed. */
const mostTold = 200

/** The verb for what was done: `copied`. */
export interface Told {
  readonly done: string
}

/** Adds a transfer to the queue, follows it to its end and prints the result. */
export async function runTransfer(request: TransferRequest, context: CommandContext, told: Told): Promise<ExitCode> {
  const session = await context.connect()
  const { id } = await session.client.transfers.start(request, { signal: context.signal })
  return followTransfer(id, session, context, told)
}

/** If the command is stopped before the end, the transfer stays resumable, and this is printed. */
export async function followTransfer(
  id: number,
  session: Session,
  context: CommandContext,
  told: Told,
): Promise<ExitCode> {
  const { output, signal } = context
  try {
    const ended = await untilEnded(id, session, context)
    const codes = await tellItems(id, session, context, told)
    await output.transferEnd(ended, told.done)
    const report = context.valueOf('report')
    if (report !== undefined) await saveReport(id, report, session, context)
    if (ended.problem) await output.failure(ended.problem)
    if (ended.isCancelled) return exitCodes.interrupted
    return ended.problem ? exitCodeOf(ended.problem) : combineExitCodes(codes)
  } catch (error) {
    if (signal.aborted) {
      await session.client.transfers.pause({ id })
      await output.note(
        `Stopped. \`portolan transfers resume ${id}\` continues, \`portolan transfers cancel ${id}\` discards it.`,
      )
    }
    throw error
  }
}

async function untilEnded(id: number, { client }: Session, { output, signal }: CommandContext): Promise<Transfer> {
  for await (const event of client.transfers.watch({}, { signal })) {
    if (event.kind === 'all' && event.notice !== undefined) await output.note(event.notice)
    const transfer = event.transfers.find((each) => each.id === id)
    if (!transfer) continue
    // A transfer that can't continue now is left for later.
    if (transfer.state === 'ended' || (transfer.state === 'paused' && transfer.problem)) return transfer
    await output.transferProgress(transfer)
  }
  throw signal.reason
}

async function tellItems(
  id: number,
  { client }: Session,
  { output, signal }: CommandContext,
  { done }: Told,
): Promise<readonly ExitCode[]> {
  const codes: ExitCode[] = []
  let told = 0
  const states: ItemState[] | undefined = output.tellsAllItems ? undefined : ['failed', 'skipped']
  for (let after: string | undefined; ;) {
    const page = await client.transfers.items(
      { id, order: 'plan', limit: pageSize, ...(states && { states }), ...(after !== undefined && { after }) },
      { signal },
    )
    for (const item of page.items) {
      codes.push(codeOf(item))
      told += 1
      if (output.tellsAllItems || told <= mostTold) await output.transferItem(item, done)
    }
    after = page.next
    if (after === undefined) break
  }
  if (!output.tellsAllItems && told > mostTold) {
    await output.note(`… and ${told - mostTold} more; \`portolan transfers report ${id} FILE\` has all of them.`)
  }
  return output.tellsAllItems ? codes : [...codes, ...(await hasDone(id, { client }, { signal }))]
}

/** If only items that were not done are listed, checks whether any item was done. */
async function hasDone(id: number, { client }: Pick<Session, 'client'>, { signal }: { readonly signal: AbortSignal }) {
  const { items } = await client.transfers.items({ id, order: 'plan', states: ['done'], limit: 1 }, { signal })
  return items.length > 0 ? [exitCodes.done] : []
}

function codeOf({ state, failure }: Item): ExitCode {
  if (state !== 'failed') return exitCodes.done
  return failure ? exitCodeOf(failure) : exitCodes.someFailed
}
