import { useRef } from 'react'
import type { Capabilities } from '../../../contract/capabilities.ts'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../ui/dialog.tsx'
import { deletionOf } from './deletion.ts'

export interface DeleteDialogProps {
  readonly names: readonly string[]
  readonly mount: string
  /** The capabilities of the mount; undefined until they are known. */
  readonly capabilities: Capabilities | undefined
  readonly to: 'trash' | 'nowhere'
  readonly onDelete: () => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

const mostNames = 6
const headings = { trash: 'delete.to-trash', mark: 'delete.as-mark', 'for-ever': 'delete.for-ever' } as const
const submits = {
  trash: 'delete.submit-trash',
  mark: 'delete.submit-mark',
  'for-ever': 'delete.submit-for-ever',
} as const

/** Asks before deleting, and tells whether the deletion can be undone. */
export function DeleteDialog({ names, mount, capabilities, to, onDelete, onClose, returnFocus }: DeleteDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null)
  const submit = useRef<HTMLButtonElement>(null)
  const { kind, about, reason } = deletionOf(capabilities, to, mount)
  const isForEver = kind === 'for-ever'
  const more = names.length - mostNames
  return (
    <DialogBox
      name={text('delete.title')}
      heading={text(headings[kind], { count: names.length })}
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={isForEver ? cancel : submit}
    >
      <p className="text-ink-2">{about}</p>
      <ul className="mt-2 max-h-40 overflow-auto font-semibold break-words">
        {names.slice(0, mostNames).map((name) => (
          <li key={name}>{name}</li>
        ))}
        {more > 0 && <li className="font-normal text-ink-2">{text('dialog.and-more', { count: more })}</li>}
      </ul>
      {reason !== undefined && <p className="mt-2 text-small text-ink-2">{reason}</p>}
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
          {text(submits[kind])}
        </button>
      </DialogButtons>
    </DialogBox>
  )
}
