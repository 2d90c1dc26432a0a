import { useRef, useState } from 'react'
import type { Contract } from '../../../contract/contract.ts'
import { baseName } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../ui/dialog.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { formatSize } from '../../ui/format/size.ts'
import { useDateFormat } from '../../ui/use-date-format.ts'
import type { FileState } from '../../content/file-state.ts'
import { ImageView } from '../../content/image-view.tsx'
import { type Content, longestText } from '../../content/load-content.ts'
import { useContent } from '../../content/use-content.ts'

export interface PreviewDialogProps {
  readonly client: () => Client<Contract>
  readonly state: FileState
  readonly onSave: () => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Shows one state of a file, to be read only. */
export function PreviewDialog({ client, state, onSave, onClose, returnFocus }: PreviewDialogProps) {
  const [answer, again] = useContent(client, state)
  const dates = useDateFormat()
  const close = useRef<HTMLButtonElement>(null)
  const name = baseName(state.location.path)
  const facts = [
    state.modifiedMs !== undefined && dates.full(state.modifiedMs),
    state.sizeBytes !== undefined && formatSize(state.sizeBytes),
  ]
  return (
    <DialogBox
      name={text('preview.title')}
      heading={name}
      isBroad
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={close}
    >
      <p className="mb-2 text-ink-2">{facts.filter(Boolean).join(' · ')}</p>
      {answer.kind === 'loading' && <p role="status">{text('preview.loading')}</p>}
      {answer.kind === 'failed' && <FailureNote failure={answer.failure} onAgain={again} />}
      {answer.kind === 'ready' && <ContentView content={answer.value} name={name} />}
      <DialogButtons>
        <button type="button" className="btn" onClick={onSave}>
          {text('versions.save-as')}
        </button>
        <button ref={close} type="button" className="btn btn-primary" onClick={onClose}>
          {text('dialog.close')}
        </button>
      </DialogButtons>
    </DialogBox>
  )
}

function ContentView({ content, name }: { readonly content: Content; readonly name: string }) {
  const [isBroken, setIsBroken] = useState(false)
  if (content.kind === 'other' || isBroken) return <p className="text-ink-2">{text('preview.none')}</p>
  if (content.kind === 'image') {
    return (
      <div className="grid min-h-0 place-items-center rounded-lg bg-sunk p-2">
        <ImageView
          image={content.image}
          name={name}
          className="max-h-[60vh] max-w-full"
          onBroken={() => setIsBroken(true)}
        />
      </div>
    )
  }
  return (
    <>
      <pre
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard
        tabIndex={0}
        aria-label={text('preview.text', { name })}
        className="min-h-24 overflow-auto rounded-lg bg-sunk p-3 font-mono text-small whitespace-pre-wrap select-text"
      >
        {content.text}
      </pre>
      {content.isCut && (
        <p className="mt-1 text-small text-ink-2">{text('preview.cut', { size: formatSize(longestText) })}</p>
      )}
    </>
  )
}
