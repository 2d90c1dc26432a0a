import type { Answer, Item } from '../../../contract/transfer.ts'
import { act, readQuestion, type Transfers } from './transfers-store.ts'

export interface GivenAnswer {
  readonly id: number
  readonly item: number
  readonly answer: Answer
  readonly forAll?: boolean
}

/** Answers the question of one item, or all questions of its kind. Resolves to the next question of that transfer. */
export async function answerQuestion(transfers: Transfers, given: GivenAnswer): Promise<Item | undefined> {
  await act(transfers, (calls) => calls.answer(given))
  return readQuestion(transfers, given.id)
}

/** Returns an answer that loses no data, if there is one. */
export function safeAnswer(answers: readonly Answer[]): Answer | undefined {
  return (['keep-both', 'rename', 'skip'] as const).find((answer) => answers.includes(answer))
}
