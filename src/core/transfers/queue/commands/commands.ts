/** What people ask of a transfer, done here or told to the program that runs it. */
import { StorageError } from '../../../../contract/failure.ts'
import { assertNever } from '../../../../lib/assert-never.ts'
import type { TransferPatch } from '../../journal/journal.ts'
import { unlessUnwritable } from '../../journal/queue-database.ts'
import type { TransferRecord, Wish } from '../../journal/records.ts'
import { canUndo } from '../../report/show-transfer.ts'
import { answerQuestion, type Answered } from './answer.ts'
import { cancelItems } from './cancel.ts'
import { lookAgain, retryItems } from './look-again.ts'
import type { Runs } from '../runs.ts'
import type { QueueDeps, TransferStates } from '../states/transfer-states.ts'
import type { Step } from '../states/transition.ts'

export interface Commands {
  /** Throws `busy` for what can't be now. */
  tell(id: number, wish: Wish): Promise<void>
  resumeAnew(id: number): Promise<void>
  /** Stops the run of one that is paused by now. Whoever resumes it waits for that. */
  leave(id: number): Promise<void>
  /** Nothing is being stopped any more. */
  settled(): Promise<void>
  startUndo(of: number): { readonly id: number }
  /** Does what other programs asked of one that is this program's, or nobody's. */
  fulfil(id: number): void
  fulfilWishes(): void
}

type AnswerWish = Extract<Wish, { readonly kind: 'answer' }>

export function createCommands(deps: QueueDeps, state: TransferStates, runs: Runs): Commands {
  const { journal } = deps
  const leaving = new Map<number, Promise<void>>()

  async function tell(id: number, wish: Wish): Promise<void> {
    for (;;) {
      const step = await perform(id, wish)
      state.mustBe(step, `transfers.${wish.kind}`)
      if (step.kind !== 'tell' || tellOther(id, wish)) return
    }
  }
  /** Tells whether another program has it still. */
  function tellOther(id: number, wish: Wish): boolean {
    return state.atOnce(() => {
      const record = state.mustGet(id)
      if (state.ownerOf(record) !== 'other') return false
      journal.patch(id, { wish: [...(record.wish ?? []), wish] })
      return true
    })
  }
  async function perform(id: number, wish: Wish): Promise<Step> {
    switch (wish.kind) {
      case 'pause':
        return pause(id)
      case 'resume':
        return resume(id, () => ({}))
      case 'cancel':
        return cancel(id)
      case 'retry':
        return retry(id)
      case 'answer':
        return answer(id, wish)
      default:
        return assertNever(wish)
    }
  }
  async function pause(id: number): Promise<Step> {
    const step = state.change(id, 'pause', () => ({ pausedBy: 'person' }))
    if (step.kind === 'become') await leave(id)
    return step
  }
  function leave(id: number): Promise<void> {
    const left = (async () => {
      await runs.stop(id)
      unlessUnwritable(() => state.release(id))
    })().finally(() => leaving.delete(id))
    leaving.set(id, left)
    return left
  }
  async function resume(id: number, more: (record: TransferRecord) => TransferPatch): Promise<Step> {
    await leaving.get(id)
    const step = state.change(id, 'resume', (record) => ({ pausedBy: undefined, problem: undefined, ...more(record) }))
    if (step.kind === 'become' || step.kind === 'apply') state.own.add(id)
    return step
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
  async function answer(id: number, { item, answer: given, forAll }: AnswerWish): Promise<Step> {
    if (state.step(id, 'answer').kind === 'tell') return { kind: 'tell' }
    const found = runs.get(id)
    found?.run.flush() // what asks is known then
    const answered = state.atOnce(() => {
      const { count, hasFolders } = answerQuestion(journal, state.mustGet(id), item, given, { forAll })
      if (count > 0 && (!found || hasFolders)) noteAnswered(id, { count, hasFolders })
      return { count, hasFolders }
    })
    if (answered.count === 0) return { kind: 'nothing' }
    if (found && !answered.hasFolders) found.run.answered(answered.count)
    else if (found) await restart(id, answered)
    return { kind: 'apply' }
  }
  function noteAnswered(id: number, { count, hasFolders }: Answered) {
    const step = state.change(id, 'answer', ({ counts, isPlanned }) => ({
      counts: { ...counts, asking: Math.max(0, counts.asking - count) },
      isPlanned: isPlanned && !hasFolders,
    }))
    if (step.kind === 'become') state.own.add(id)
  }
  /** What is in a folder is to be found now: the plan goes on. */
  async function restart(id: number, { count }: Answered) {
    await runs.stop(id)
    state.atOnce(() => {
      const { counts } = state.mustGet(id)
      const asking = Math.max(0, counts.asking - count)
      journal.patch(id, { state: 'waiting', owner: undefined, isPlanned: false, counts: { ...counts, asking } })
    })
    state.held.delete(id)
    state.own.add(id)
  }

  function fulfil(id: number) {
    const wishes = state.atOnce(() => {
      const record = journal.get(id)
      if (!record?.wish || state.ownerOf(record) === 'other') return []
      journal.patch(id, { wish: undefined })
      return record.wish
    })
    void performAll(id, wishes)
  }
  async function performAll(id: number, wishes: readonly Wish[]) {
    for (const wish of wishes) await tell(id, wish).catch(() => {}) // whoever asked sees that it did not happen
    runs.schedule()
  }

  return {
    tell,
    async resumeAnew(id) {
      const step = await resume(id, (record) => lookAgain(journal, record))
      state.mustBe(step, 'transfers.resume')
    },
    leave,
    async settled() {
      await Promise.allSettled(leaving.values())
    },
    startUndo: (of) =>
      state.atOnce(() => {
        const record = state.mustGet(of)
        state.mustBe(state.step(of, 'undo'), 'transfers.undo')
        const undo = canUndo(record)
        if (!undo.can) throw new StorageError({ kind: 'unsupported', message: undo.why, operation: 'transfers.undo' })
        const { id } = state.add({ verb: 'undo', of }, [])
        journal.patch(of, { facts: { ...record.facts, undoneBy: id } })
        return { id }
      }),
    fulfil,
    fulfilWishes() {
      for (const { id, wish } of journal.open()) if (wish) fulfil(id)
    },
  }
}
