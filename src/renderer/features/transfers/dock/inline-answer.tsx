import type { Item } from '../../../../contract/transfer.ts'
import { text } from '../../../strings/text.ts'
import { answerQuestion, safeAnswer } from '../answer-question.ts'
import type { Transfers } from '../transfers-store.ts'

export interface InlineAnswerProps {
  readonly transfers: Transfers
  readonly id: number
  readonly item: Item
  /** True to leave room for the progress of the other items. */
  readonly isShort: boolean
  readonly onChoose: () => void
}

/** Offers the answer that loses no data, and a button for the other answers. */
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
