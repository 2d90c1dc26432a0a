import type { Preview } from '../../../../contract/api/transfers.ts'
import type { Failure } from '../../../../contract/failure.ts'
import type { ConflictChoice } from '../../../../contract/transfer.ts'
import { previewSentences } from './preview-text.ts'

export interface PreviewNoteProps {
  readonly preview: Preview | undefined
  readonly failure: Failure | undefined
  /** True if nothing is counted, because there is no request yet. */
  readonly isIdle: boolean
  readonly isMove: boolean
  readonly onConflict: ConflictChoice
}

/** Shows what will happen. Screen readers announce it politely when the count is complete. */
export function PreviewNote({ preview, failure, isIdle, isMove, onConflict }: PreviewNoteProps) {
  if (failure) {
    return (
      <p role="alert" className="min-h-5 break-words text-bad">
        {failure.message}
      </p>
    )
  }
  const sentences = isIdle ? [] : previewSentences(preview, { onConflict, isMove })
  const isCounted = preview !== undefined && !preview.isCounting
  return (
    <p aria-live={isCounted ? 'polite' : 'off'} className="min-h-5 break-words text-ink-2 tabular-nums">
      {sentences.join(' ')}
    </p>
  )
}
