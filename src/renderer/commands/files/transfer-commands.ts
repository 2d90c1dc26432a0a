import type { Transfer } from '../../../contract/transfer.ts'
import { activeTransfers } from '../../features/transfers/transfers-state.ts'
import { act, startTransfer, undoTransfer } from '../../features/transfers/transfers-store.ts'
import { groupName } from '../../features/transfers/transfer-text.ts'
import { nextStep, type UndoStep, undoStep } from '../../features/undo/undo-steps.ts'
import { text } from '../../strings/text.ts'
import type { CommandContext, CommandFamily } from '../command.ts'
import { say } from '../window-state.ts'

export const transferCommands: CommandFamily<
  | 'transfer.show'
  | 'transfer.answer'
  | 'transfer.pause-all'
  | 'transfer.resume-all'
  | 'transfer.retry-failed'
  | 'transfer.repeat-last'
  | 'transfer.undo'
  | 'transfer.report-last'
  | 'transfer.history'
> = {
  'transfer.show': {
    run: () => document.querySelector<HTMLElement>('[data-transfer] button, .dock button')?.focus(),
  },
  'transfer.answer': {
    when: (context) => asking(context) !== undefined,
    whyNot: () => text('refused.no-question'),
    run(context) {
      const transfer = asking(context)
      if (transfer) context.window.setState({ dialog: { kind: 'conflict', id: transfer.id } })
    },
  },
  'transfer.pause-all': {
    when: (context) => active(context).some(({ state }) => state === 'running' || state === 'waiting'),
    whyNot: () => text('refused.no-transfers'),
    run: ({ transfers }) => void act(transfers, (calls) => calls.pause({ id: 'all' })),
  },
  'transfer.resume-all': {
    when: (context) => active(context).some(({ state }) => state === 'paused'),
    whyNot: () => text('refused.nothing-paused'),
    run: ({ transfers }) => void act(transfers, (calls) => calls.resume({ id: 'all' })),
  },
  'transfer.retry-failed': {
    when: (context) => failed(context) !== undefined,
    whyNot: () => text('refused.no-failed'),
    run(context) {
      const transfer = failed(context)
      if (transfer) void act(context.transfers, (calls) => calls.retryFailed({ id: transfer.id }))
    },
  },
  'transfer.repeat-last': {
    when: ({ transfers }) => transfers.view.getState().lastCopy !== undefined,
    whyNot: () => text('refused.no-last'),
    run({ transfers }) {
      const { lastCopy } = transfers.view.getState()
      if (lastCopy) void startTransfer(transfers, lastCopy)
    },
  },
  'transfer.undo': {
    titleNow: undoTitle,
    when: (context) => stepToUndo(context) !== undefined || undoable(context)?.undo?.can === true,
    whyNot(context) {
      const undo = undoable(context)?.undo
      return undo?.can === false ? text('refused.cant-undo', { why: undo.why }) : text('refused.no-undo')
    },
    run(context) {
      const step = stepToUndo(context)
      const transfer = undoable(context)
      if (step) void takeStepBack(context, step)
      else if (transfer) void undoTransfer(context.transfers, transfer)
    },
  },
  'transfer.report-last': {
    when: (context) => (last(context) ?? active(context)[0]) !== undefined,
    whyNot: () => text('refused.no-last'),
    run(context) {
      const transfer = last(context) ?? active(context)[0]
      if (transfer) context.window.setState({ dialog: { kind: 'report', transfer } })
    },
  },
  'transfer.history': { run: ({ window }) => window.setState({ dialog: { kind: 'history' } }) },
}

function stepToUndo(context: CommandContext): UndoStep | undefined {
  return nextStep(context.undoSteps, undoable(context)?.id)
}

async function takeStepBack({ undoSteps, window }: CommandContext, step: UndoStep): Promise<void> {
  const problem = await undoStep(undoSteps, step)
  if (problem === undefined) say(window, text('undo.done', { what: step.label }), { isQuiet: true })
  else say(window, problem, { isProblem: true })
}

/** Returns the title with the step to undo: `Undo rename of “a.txt”`. */
function undoTitle(context: CommandContext): string | undefined {
  const step = stepToUndo(context)
  if (step) return text('undo.title', { what: step.label })
  const transfer = undoable(context)
  return transfer?.undo?.can === true ? text('undo.title', { what: groupName(transfer) }) : undefined
}

function active({ transfers }: CommandContext): readonly Transfer[] {
  return activeTransfers(transfers.state.getState())
}

function asking(context: CommandContext): Transfer | undefined {
  return active(context).find(({ counts }) => counts.asking > 0)
}

/** Returns the transfer that ended last while this window was open. */
function last({ transfers }: CommandContext): Transfer | undefined {
  const { ended, byId } = transfers.state.getState()
  const [id] = ended
  return id === undefined ? undefined : byId.get(id)
}

/**
 * Returns the last transfer that was not undone yet. It never returns an older one if the last one cannot be undone.
 */
function undoable({ transfers }: CommandContext): Transfer | undefined {
  const { ended, byId } = transfers.state.getState()
  let undone = 0
  for (const transfer of ended.flatMap((id) => byId.get(id) ?? [])) {
    if (transfer.verb === 'undo') undone += 1
    else if (undone === 0 || transfer.undo?.can === true) return transfer
    else undone -= 1
  }
  return undefined
}

function failed(context: CommandContext): Transfer | undefined {
  const { ended, byId } = context.transfers.state.getState()
  return ended.flatMap((id) => byId.get(id) ?? []).find(({ counts }) => counts.failed > 0)
}
