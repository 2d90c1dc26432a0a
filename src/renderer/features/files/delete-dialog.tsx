import { useRef } from 'react'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../ui/dialog.tsx'

export interface DeleteDialogProps {
  readonly names: readonly string[]
  readonly mount: string
  readonly hasTrash: boolean
  readonly to: 'trash' | 'nowhere'
  readonly onDelete: () => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

const mostNames = 6

/** Asks before deleting, in words that say whether it can be taken back. */
export function DeleteDialog({ names, mount, hasTrash, to, onDelete, onClose, returnFocus }: DeleteDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null)
  const submit = useRef<HTMLButtonElement>(null)
  const isForEver = to === 'nowhere'
  const more = names.length - mostNames
  return (
    <DialogBox
      name={text('delete.title')}
      heading={text(isForEver ? 'delete.for-ever' : 'delete.to-trash', { count: names.length })}
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={isForEver ? cancel : submit}
    >
      <p className="text-ink-2">
        {!isForEver && text('delete.trash-about')}
        {isForEver && text(hasTrash ? 'delete.for-ever-about' : 'delete.no-trash-about', { mount })}
      </p>
      <ul className="mt-2 max-h-40 overflow-auto font-semibold break-words">
        {names.slice(0, mostNames).map((name) => (
          <li key={name}>{name}</li>
        ))}
        {more > 0 && <li className="font-normal text-ink-2">{text('dialog.and-more', { count: more })}</li>}
      </ul>
      <DialogButtons>
        <button ref={cancel} type="button" className="btn" onClick={onClose}>
          {text('dialog.cancel')}
        </button>
        <button
          ref={submit}
          type="button"
          className={`btn ${isForEver ? 'btn-danger' : 'btn-primary'}`}
          onClick={() => {
            onClose()
            onDelete()
          }}
        >
          {text(isForEver ? 'delete.submit-for-ever' : 'delete.submit-trash')}
        </button>
      </DialogButtons>
    </DialogBox>
  )
}
