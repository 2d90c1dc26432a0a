import { useRef, useState } from 'react'
import type { Answer, Question } from '../../../../contract/transfer.ts'
import { text } from '../../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../../ui/dialog.tsx'
import { shortName } from '../../../ui/format/short-name.ts'
import { safeAnswer } from '../answer-question.ts'
import { ConflictSides } from './conflict-sides.tsx'

export interface ConflictDialogProps {
  /** The name of the item in conflict. */
  readonly name: string
  readonly from: string
  readonly to: string
  readonly question: Question
  /** The number of items that wait for an answer, including this one. */
  readonly waiting: number
  readonly onAnswer: (answer: Answer, options: { readonly forAll: boolean }) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/**
 * Shows both files with the same name, and the possible answers. Closing the dialog answers nothing, and the item
 * continues to wait.
 */
export function ConflictDialog(props: ConflictDialogProps) {
  const { name, from, to, question, waiting, onAnswer, onClose, returnFocus } = props
  const [forAll, setForAll] = useState(false)
  const safest = useRef<HTMLButtonElement>(null)
  const safe = safeAnswer(question.answers)
  return (
    <DialogBox
      name={text('conflict.title')}
      heading={name}
      isWide
      initialFocus={safest}
      isForm
      onClose={onClose}
      returnFocus={returnFocus}
    >
      <p className="text-ink-2">{question.message}</p>
      <ConflictSides question={question} from={from} to={to} />
      <label className="mt-3 flex items-center gap-2">
        <input
          type="checkbox"
          className="accent-(--sea)"
          checked={forAll}
          onChange={({ target }) => setForAll(target.checked)}
        />
        <span>
          {text('conflict.for-all')}{' '}
          <span className="ms-1 text-small text-ink-3">{text('conflict.of-all', { count: waiting })}</span>
        </span>
      </label>
      <DialogButtons>
        <button type="button" className="btn me-auto" onClick={onClose}>
          {text('conflict.later')}
        </button>
        {question.answers.map((answer) => (
          <button
            key={answer}
            ref={answer === safe ? safest : undefined}
            type="button"
            className={`btn max-w-full ${answer === 'overwrite' ? 'btn-danger' : ''}`}
            title={answer === 'keep-both' || answer === 'rename' ? question.newName : undefined}
            onClick={() => onAnswer(answer, { forAll })}
          >
            <span className="truncate">{answerText(answer, question.newName)}</span>
          </button>
        ))}
      </DialogButtons>
    </DialogBox>
  )
}

/** With names of this length, all answers fit beside each other. */
const longestName = 24

function answerText(answer: Answer, newName: string | undefined): string {
  const isNamed = newName !== undefined && (answer === 'keep-both' || answer === 'rename')
  return isNamed ? text(`answer.${answer}-as`, { name: shortName(newName, longestName) }) : text(`answer.${answer}`)
}
