import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { baseName, parentPath } from '../../../../contract/location.ts'
import type { Item } from '../../../../contract/transfer.ts'
import { text } from '../../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../../ui/dialog.tsx'
import { answerQuestion, type GivenAnswer } from '../answer-question.ts'
import { ConflictDialog } from './conflict-dialog.tsx'
import { readItem } from '../transfer-reads.ts'
import { type PlaceName, placeText } from '../transfer-text.ts'
import type { Transfers } from '../transfers-store.ts'

export interface TransferConflictDialogProps {
  readonly transfers: Transfers
  readonly id: number
  /** The item in question; undefined for the first one that waits. */
  readonly item?: number
  readonly placeName: PlaceName
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Asks about the items of a transfer one after the other, until none is left or the user closes the dialog. */
export function TransferConflictDialog(props: TransferConflictDialogProps) {
  const { transfers, id, placeName, onClose, returnFocus } = props
  const first = useStore(transfers.view, ({ asking }) => asking.get(id))
  const waiting = useStore(transfers.state, ({ byId }) => byId.get(id)?.counts.asking ?? 0)
  const [chosen, setChosen] = useState<Item>()
  const [isFirst, setIsFirst] = useState(props.item === undefined)
  useEffect(() => {
    if (props.item === undefined) return undefined
    const leaving = new AbortController()
    readItem(transfers, id, props.item, leaving.signal).then(
      (item) => (item ? setChosen(item) : setIsFirst(true)),
      () => leaving.signal.aborted || setIsFirst(true),
    )
    return () => leaving.abort()
  }, [transfers, id, props.item])

  async function give(answer: GivenAnswer) {
    const next = await answerQuestion(transfers, answer)
    if (next) setIsFirst(true)
    else onClose()
  }

  const item = isFirst ? first : chosen
  if (!item?.question) {
    return (
      <DialogBox
        name={text('conflict.title')}
        heading={text('conflict.title')}
        onClose={onClose}
        returnFocus={returnFocus}
      >
        <p className="text-ink-2">{text(isFirst ? 'conflict.gone' : 'items.loading')}</p>
        <DialogButtons>
          <button type="button" className="btn btn-primary" onClick={onClose}>
            {text('dialog.close')}
          </button>
        </DialogButtons>
      </DialogBox>
    )
  }
  const folderOf = ({ mount, path }: Item['from']) => placeText({ mount, path: parentPath(path) }, placeName)
  return (
    <ConflictDialog
      key={item.number}
      name={baseName(item.from.path)}
      from={folderOf(item.from)}
      to={item.to ? folderOf(item.to) : ''}
      question={item.question}
      waiting={waiting}
      onAnswer={(answer, { forAll }) => void give({ id, item: item.number, answer, ...(forAll && { forAll }) })}
      onClose={onClose}
      returnFocus={returnFocus}
    />
  )
}
