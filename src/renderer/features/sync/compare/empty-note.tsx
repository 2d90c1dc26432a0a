import type { Failure } from '../../../../contract/failure.ts'
import { text } from '../../../strings/text.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import type { RowsTab } from '../rows/lines.ts'

export interface EmptyNoteProps {
  readonly tab: RowsTab
  readonly isBusy: boolean
  /** The number of names that are the same; undefined until it is known. */
  readonly same: number | undefined
  readonly failure: Failure | undefined
}

/** Shown in place of rows when there are none. */
export function EmptyNote({ tab, isBusy, same, failure }: EmptyNoteProps) {
  return (
    <div className="pointer-events-none absolute inset-0 grid place-content-center justify-items-center gap-1 p-6 text-center text-ink-2">
      {tab === 'same' && failure ? <FailureNote failure={failure} /> : <Sentence {...{ tab, isBusy, same }} />}
    </div>
  )
}

function Sentence({ tab, isBusy, same }: Pick<EmptyNoteProps, 'tab' | 'isBusy' | 'same'>) {
  if (isBusy) return <p>{text(tab === 'same' ? 'sync.reading-same' : 'sync.none-yet')}</p>
  if (tab !== 'differences') return <p>{text(`sync.none-${tab}`)}</p>
  return (
    <>
      <p className="text-[0.9375rem] font-semibold text-ink">{text('sync.alike')}</p>
      {same !== undefined && <p>{text('sync.alike-count', { count: same })}</p>}
    </>
  )
}
