/** The user's commands for a transfer. They are carried out here or passed to the program that runs it. */
import { assertNever } from '../../../../lib/assert-never.ts'
import type { Wish } from '../../journal/records.ts'
import type { Runs } from '../runs.ts'
import type { QueueDeps, TransferStates } from '../states/transfer-states.ts'
import type { Step } from '../states/transition.ts'
import type { Scheduler } from '../scheduler.ts'
import { createAnswering } from './answering.ts'
import { cancelItems } from './cancel.ts'
import { lookAgain, retryItems } from './look-again.ts'
import { createPausing, type Pausing } from './pausing.ts'
import { startUndo } from './start-undo.ts'
import { createWishes } from './wishes.ts'

export interface Commands extends Pick<Pausing, 'leave' | 'settled'> {
  /** Throws `busy` if the command is not possible now. */
  tell(id: number, wish: Wish): Promise<void>
  resumeAnew(id: number): Promise<void>
  startUndo(of: number): { readonly id: number }
  /** Carries out what other programs requested of a transfer that this program or no program runs. */
  fulfil(id: number): void
  fulfilWishes(): void
}

export function createCommands(deps: QueueDeps, state: TransferStates, runs: Runs, scheduler: Scheduler): Commands {
  const { journal } = deps
  const pausing = createPausing(state, runs)
  const answering = createAnswering(journal, state, runs)
  const wishes = createWishes(journal, state, { perform: tell, onFulfilled: () => scheduler.schedule() })

  async function tell(id: number, wish: Wish): Promise<void> {
    for (;;) {
      const step = await perform(id, wish)
      state.mustBe(step, `transfers.${wish.kind}`)
      if (step.kind !== 'tell' || wishes.tellOther(id, wish)) return
    }
  }
  async function perform(id: number, wish: Wish): Promise<Step> {
    switch (wish.kind) {
      case 'pause':
        return pausing.pause(id)
      case 'resume':
        return pausing.resume(id, () => ({}))
      case 'cancel':
        return cancel(id)
      case 'retry':
        return retry(id)
      case 'answer':
        return answering.answer(id, wish)
      default:
        return assertNever(wish)
    }
  }
  async function cancel(id: number): Promise<Step> {
    const step = state.take(id, 'cancel')
    if (step.kind !== 'become') return step
    try {
      await runs.stop(id)
      await cancelItems(deps, state.mustGet(id))
      journal.patch(id, { isCancelled: true, isPlanned: true })
      runs.end(id)
    } finally {
      state.release(id)
    }
    return step
  }
  async function retry(id: number): Promise<Step> {
    if (state.step(id, 'retry').kind === 'become') await runs.stop(id)
    const step = state.change(id, 'retry', (record) => ({ ...retryItems(journal, record), owner: undefined }))
    state.held.delete(id)
    if (step.kind === 'become') state.own.add(id)
    return step
  }

  return {
    tell,
    async resumeAnew(id) {
      const step = await pausing.resume(id, (record) => lookAgain(journal, record))
      state.mustBe(step, 'transfers.resume')
    },
    leave: (id) => pausing.leave(id),
    settled: () => pausing.settled(),
    startUndo: (of) => startUndo(journal, state, of),
    fulfil: (id) => wishes.fulfil(id),
    fulfilWishes: () => wishes.fulfilAll(),
  }
}
