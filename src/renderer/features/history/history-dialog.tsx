import { useEffect, useRef, useState } from 'react'
import type { Contract } from '../../../contract/contract.ts'
import type { HistoryStatus } from '../../../contract/history.ts'
import type { Client } from '../../../rpc/client.ts'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../ui/dialog.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { formatSize } from '../../ui/format/size.ts'
import { useAnswer } from '../../ui/hooks/use-answer.ts'
import { HistoryWork } from './history-work.tsx'
import { draftOf, retentionOf } from './retention-draft.ts'
import { RetentionForm } from './retention-form.tsx'
import { useHistory } from './use-history.ts'

export interface HistoryDialogProps {
  readonly client: () => Client<Contract>
  readonly mount: string
  readonly label: string
  readonly canWrite: boolean
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Shows the size of a mount's version history, the retention rules, and a check that all versions are intact. */
export function HistoryDialog(props: HistoryDialogProps) {
  const { client, mount, label, onClose, returnFocus } = props
  const [answer, again] = useAnswer((signal) => client().history.status({ mount }, { signal }), mount)
  return (
    <DialogBox
      name={text('history-of.title')}
      heading={text('history-of.heading', { mount: label })}
      isWide
      isForm
      onClose={onClose}
      returnFocus={returnFocus}
    >
      {answer.kind === 'loading' && <p role="status">{text('history-of.loading')}</p>}
      {answer.kind === 'failed' && <FailureNote failure={answer.failure} onAgain={again} />}
      {answer.kind === 'ready' && <Ready {...props} status={answer.value} onChanged={again} />}
    </DialogBox>
  )
}

interface ReadyProps extends HistoryDialogProps {
  readonly status: HistoryStatus
  readonly onChanged: () => void
}

function Ready({ client, mount, canWrite, onClose, status, onChanged }: ReadyProps) {
  const { files, versions, contentBytes, path, notice } = status
  const [draft, setDraft] = useState(() => draftOf(status.retention))
  const history = useHistory(client, mount, onChanged)
  const { work } = history
  const close = useRef<HTMLButtonElement>(null)
  const { stop } = history
  const stopper = useRef(stop)
  useEffect(() => {
    const atLeaving = stopper.current
    close.current?.focus()
    return () => atLeaving()
  }, [])
  const isBusy = ['previewing', 'pruning', 'checking', 'repairing'].includes(work.kind)

  function preview() {
    const retention = retentionOf(draft)
    if (typeof retention === 'string')
      history.fail(text(`history-of.bad-${retention as 'newest' | 'days' | 'gigabytes'}`))
    else void history.preview(retention)
  }

  return (
    <>
      <p>
        {[
          text('inspector.files', { count: files }),
          text('history-of.versions', { count: versions }),
          text('history-of.room', { size: formatSize(contentBytes) }),
        ].join(' · ')}
      </p>
      <p className="mb-3 text-small break-all text-ink-3">{path}</p>
      {notice !== undefined && <p className="mb-3 text-warn">{notice}</p>}
      {canWrite && (
        <>
          <RetentionForm draft={draft} onChange={setDraft} />
          <p className="mt-1.5 mb-2 text-small text-ink-2">{text('history-of.about')}</p>
        </>
      )}
      <HistoryWork work={work} />
      <DialogButtons>
        {work.kind === 'preview' && work.preview.versions > 0 && (
          <button type="button" className="btn btn-danger me-auto" onClick={() => void history.prune(work.preview)}>
            {text('history-of.prune', { count: work.preview.versions })}
          </button>
        )}
        {canWrite && (notice !== undefined || (work.kind === 'checked' && work.bad.length > 0)) && (
          <button type="button" className="btn" disabled={isBusy} onClick={() => void history.repair()}>
            {text('history-of.repair')}
          </button>
        )}
        <button type="button" className="btn" disabled={isBusy} onClick={() => void history.check()}>
          {text('history-of.check')}
        </button>
        {canWrite && (
          <button type="button" className="btn" disabled={isBusy} onClick={preview}>
            {text('history-of.preview')}
          </button>
        )}
        <button ref={close} type="button" className="btn btn-primary" onClick={onClose}>
          {text('dialog.close')}
        </button>
      </DialogButtons>
    </>
  )
}
