import type { Item } from '../../../../contract/transfer.ts'
import { text } from '../../../strings/text.ts'
import { answerQuestion, safeAnswer } from '../answer-question.ts'
import type { Transfers } from '../transfers-store.ts'

export interface InlineAnswerProps {
  readonly transfers: Transfers
  readonly id: number
  readonly item: Item
  /** Leaves room for how far the others are. */
  readonly isShort: boolean
  readonly onChoose: () => void
}

/** The answer that loses nothing, and a way to all the others. */
export function InlineAnswer({ transfers, id, item, isShort, onChoose }: InlineAnswerProps) {
  const safe = safeAnswer(item.question?.answers ?? [])
  const name = item.question?.newName
  const said =
    safe === 'rename' && name !== undefined ? text('answer.rename-as', { name }) : safe && text(`answer.${safe}`)
  return (
    <span className={`flex min-w-0 gap-1 ${isShort ? 'transfer-answers' : 'col-span-3'}`}>
      {safe && (
        <button
          type="button"
          className="btn min-w-0"
          title={name}
          onClick={() => void answerQuestion(transfers, { id, item: item.number, answer: safe })}
        >
          <span className="truncate">{said}</span>
        </button>
      )}
      <button type="button" className="btn" onClick={onChoose}>
        {text('transfers.choose')}
      </button>
    </span>
  )
}
