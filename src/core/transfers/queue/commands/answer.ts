import { StorageError } from '../../../../contract/failure.ts'
import type { Answer } from '../../../../contract/transfer.ts'
import type { Journal } from '../../journal/journal.ts'
import type { AskingItem } from '../../journal/item-record.ts'
import type { TransferRecord } from '../../journal/records.ts'

export interface Answered {
  /** No longer asking. */
  readonly count: number
  /** What is in a folder is to be found now. */
  readonly hasFolders: boolean
}

/** Writes an answer down, so that the item is decided anew with it. */
export function answerQuestion(
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
      message: 'That can’t be answered here.',
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
