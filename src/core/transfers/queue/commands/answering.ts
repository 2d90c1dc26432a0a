import { said } from '../../../../contract/sentences/said.ts'
import { StorageError } from '../../../../contract/failure.ts'
import type { Answer } from '../../../../contract/transfer.ts'
import type { Journal } from '../../journal/journal.ts'
import type { AskingItem } from '../../journal/item-record.ts'
import type { TransferRecord, Wish } from '../../journal/records.ts'
import type { Runs } from '../runs.ts'
import type { TransferStates } from '../states/transfer-states.ts'
import type { Step } from '../states/transition.ts'

type AnswerWish = Extract<Wish, { readonly kind: 'answer' }>

/** Answers questions of items, in running and waiting transfers. */
export interface Answering {
  answer(id: number, wish: AnswerWish): Promise<Step>
}

export function createAnswering(journal: Journal, state: TransferStates, runs: Runs): Answering {
  function noteAnswered(id: number, { count, hasFolders }: Answered) {
    const step = state.change(id, 'answer', ({ counts, isPlanned }) => ({
      counts: { ...counts, asking: Math.max(0, counts.asking - count) },
      isPlanned: isPlanned && !hasFolders,
    }))
    if (step.kind === 'become') state.own.add(id)
  }
  /** The contents of a folder must now be listed, so planning continues. */
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
  return {
    async answer(id, { item, answer: given, forAll }) {
      if (state.step(id, 'answer').kind === 'tell') return { kind: 'tell' }
      const found = runs.get(id)
      found?.run.flush() // After this, all questions are in the journal.
      const answered = state.atOnce(() => {
        const { count, hasFolders } = answerQuestion(journal, state.mustGet(id), item, given, { forAll })
        if (count > 0 && (!found || hasFolders)) noteAnswered(id, { count, hasFolders })
        return { count, hasFolders }
      })
      if (answered.count === 0) return { kind: 'nothing' }
      if (found && !answered.hasFolders) found.run.answered(answered.count)
      else if (found) await restart(id, answered)
      return { kind: 'apply' }
    },
  }
}

interface Answered {
  /** The number of items that no longer ask. */
  readonly count: number
  /** The contents of a folder must now be listed. */
  readonly hasFolders: boolean
}

/** Records an answer, so that the item is decided again with it. */
function answerQuestion(
  journal: Journal,
  { id, answers }: TransferRecord,
  number: number,
  answer: Answer,
  { forAll }: { readonly forAll: boolean },
): Answered {
  const item = journal.items.get(id, number)
  const question = item?.state === 'asking' ? item.detail.question : undefined
  if (item?.state !== 'asking' || !question) return { count: 0, hasFolders: false }
  if (!question.answers.includes(answer)) {
    throw new StorageError({
      kind: 'bad-input',
      ...said('transfer.bad-answer'),
      operation: 'transfers.answer',
    })
  }
  const others = forAll ? sameQuestions(journal, id, question.kind).filter((other) => other.number !== number) : []
  const answered = [item, ...others]
  journal.atOnce(() => {
    for (const each of answered) giveAnswer(journal, id, each, answer)
    if (forAll) journal.patch(id, { answers: { ...answers, [question.kind]: answer } })
  })
  return { count: answered.length, hasFolders: answered.some(({ kind }) => kind === 'folder') }
}

function sameQuestions(journal: Journal, id: number, kind: string): readonly AskingItem[] {
  const items = journal.items.page(id, { states: ['asking'], limit: 100_000 })
  return items.filter((item) => item.state === 'asking').filter(({ detail }) => detail.question?.kind === kind)
}

function giveAnswer(journal: Journal, id: number, { number, kind, detail }: AskingItem, answer: Answer): void {
  const { question: _, ...rest } = detail
  journal.items.patch(id, [
    { number, state: 'planned', detail: { ...rest, answer }, ...(kind === 'folder' && { isToWalk: true }) },
  ])
}
