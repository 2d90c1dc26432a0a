import { useRef, useState } from 'react'
import type { Contract } from '../../../../contract/contract.ts'
import { baseName, formatLocation } from '../../../../contract/location.ts'
import type { Client } from '../../../../rpc/client.ts'
import { virtualTexts } from '../../../strings/en/en-virtual.ts'
import { addTexts, text } from '../../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../../ui/dialog.tsx'
import { useDateFormat } from '../../../ui/hooks/use-date-format.ts'
import type { Contents } from '../../../content/read/contents.ts'
import { type FileState, stateKey } from '../../../content/read/file-state.ts'
import { Comparison } from './comparison.tsx'
import { StateChoice, useStateLabel } from './state-choice.tsx'

addTexts(virtualTexts)

export interface CompareDialogProps {
  readonly client: () => Client<Contract>
  readonly contents: Contents
  /** The older state. */
  readonly left: FileState
  readonly right: FileState
  readonly canWrite: boolean
  readonly onSave: (state: FileState) => void
  readonly onRestore: (state: FileState) => void
  readonly onSaveDifferences?: (left: FileState, right: FileState) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Compares two versions of a file, or two files. */
export function CompareDialog(props: CompareDialogProps) {
  const { client, contents, canWrite, onSave, onRestore, onSaveDifferences, onClose, returnFocus } = props
  const [left, setLeft] = useState(props.left)
  const [right, setRight] = useState(props.right)
  const close = useRef<HTMLButtonElement>(null)
  const dates = useDateFormat()
  const labelOf = useStateLabel()
  const [name, other] = [baseName(left.location.path), baseName(right.location.path)]
  const canRestore = canWrite && left.version !== undefined && !left.version.isCurrent
  const when = left.modifiedMs === undefined ? '' : dates.short(left.modifiedMs)
  return (
    <DialogBox
      name={text('compare.title')}
      heading={name === other ? name : `${name} · ${other}`}
      isBroad
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={close}
    >
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <StateChoice client={client} label={text('compare.left')} state={left} onChange={setLeft} />
        <span aria-hidden>→</span>
        <StateChoice client={client} label={text('compare.right')} state={right} onChange={setRight} />
      </div>
      <Comparison
        key={`${stateKey(left)} ${stateKey(right)}`}
        client={client}
        contents={contents}
        left={left}
        right={right}
        labels={[labelOf(left), labelOf(right)]}
      />
      <DialogButtons>
        <button ref={close} type="button" className={`btn ${canRestore ? '' : 'btn-primary'}`} onClick={onClose}>
          {text('dialog.close')}
        </button>
        {onSaveDifferences && (
          <button type="button" className="btn" onClick={() => onSaveDifferences(left, right)}>
            {text('compare.save-differences')}
          </button>
        )}
        {left.version && (
          <button type="button" className="btn" onClick={() => onSave(left)}>
            {text('versions.save-as')}
          </button>
        )}
        {canRestore && (
          <button
            type="button"
            className="btn btn-primary"
            title={formatLocation(left.location)}
            onClick={() => onRestore(left)}
          >
            {text('compare.restore', { when })}
          </button>
        )}
      </DialogButtons>
    </DialogBox>
  )
}
