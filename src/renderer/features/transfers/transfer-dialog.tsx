import { useId, useRef, useState } from 'react'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons, DialogForm } from '../../ui/dialog.tsx'
import { formatSize } from '../../ui/format/size.ts'
import type { ConflictChoice } from './transfers-store.ts'

export interface TransferDialogProps {
  readonly move: boolean
  readonly names: readonly string[]
  /** The target as people write it. */
  readonly to: string
  /** What the files have in all, as far as it is known. */
  readonly fileBytes: number
  readonly hasFolders: boolean
  readonly onStart: (choice: ConflictChoice) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

const choices = [
  ['keep-both', 'copy.keep-both'],
  ['overwrite', 'copy.replace'],
  ['skip', 'copy.skip'],
] as const

const mostNames = 4

/** Asks what becomes of what is already there, then starts. */
export function TransferDialog(props: TransferDialogProps) {
  const { move, names, to, onStart, onClose, returnFocus } = props
  const [choice, setChoice] = useState<ConflictChoice>('keep-both')
  const submit = useRef<HTMLButtonElement>(null)
  const groupId = useId()
  const title = text(move ? 'copy.move-title' : 'copy.title')
  const count = names.length
  const more = count - mostNames
  const size = formatSize(props.fileBytes)
  return (
    <DialogBox
      name={title}
      heading={`${title} ${text('copy.what', { count, first: names[0] ?? '', to })}`}
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={submit}
    >
      <DialogForm
        onSubmit={() => {
          onClose()
          onStart(choice)
        }}
      >
        {count > 1 && (
          <p className="break-words text-ink-2">
            {names.slice(0, mostNames).join(', ')} {more > 0 && text('dialog.and-more', { count: more })}
          </p>
        )}
        <p id={groupId} className="text-ink-2">
          {text('copy.conflict')}
        </p>
        <div role="radiogroup" aria-labelledby={groupId} className="grid grid-cols-3 gap-1.5">
          {choices.map(([value, key]) => (
            <label
              key={value}
              className={`rounded-lg border px-2 py-1.5 has-focus-visible:outline-2 has-focus-visible:outline-focus ${value === choice ? 'border-sea bg-sea-soft text-sea-ink' : 'border-line hover:bg-row'}`}
            >
              <input
                type="radio"
                name="conflict"
                className="sr-only"
                checked={value === choice}
                onChange={() => setChoice(value)}
              />
              <b className="block font-semibold">{text(key)}</b>
              <small className="block text-tiny leading-tight text-ink-3">{text(`${key}-about`)}</small>
            </label>
          ))}
        </div>
        <p className="text-ink-2">{text(props.hasFolders ? 'copy.size-files' : 'copy.size', { size })}</p>
        <DialogButtons>
          <button type="button" className="btn" onClick={onClose}>
            {text('dialog.cancel')}
          </button>
          <button ref={submit} type="submit" className="btn btn-primary">
            {text(move ? 'copy.submit-move' : 'copy.submit-copy', { count })}
          </button>
        </DialogButtons>
      </DialogForm>
    </DialogBox>
  )
}
