import { useRef } from 'react'
import type { ContentReader } from '../../content/read/contents.ts'
import { ContentView } from '../../content/show/content-view.tsx'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../ui/dialog.tsx'
import { formatSize } from '../../ui/format/size.ts'
import { useDateFormat } from '../../ui/hooks/use-date-format.ts'

export interface PreviewDialogProps {
  readonly reader: ContentReader
  readonly onSave: () => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Shows one version of a file, read-only. */
export function PreviewDialog({ reader, onSave, onClose, returnFocus }: PreviewDialogProps) {
  const dates = useDateFormat()
  const close = useRef<HTMLButtonElement>(null)
  const { name, state } = reader
  const facts = [
    state.modifiedMs !== undefined && dates.full(state.modifiedMs),
    state.sizeBytes !== undefined && formatSize(state.sizeBytes),
  ]
  return (
    <DialogBox
      name={text('preview.title')}
      heading={name}
      isFull
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={close}
    >
      <p className="mb-2 text-ink-2">{facts.filter(Boolean).join(' · ')}</p>
      <ContentView reader={reader} onFacts={leaveOut} />
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

function leaveOut(): void {}
