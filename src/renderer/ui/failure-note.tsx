import type { Failure } from '../../contract/failure.ts'
import { text } from '../strings/text.ts'

/** Why something could not be read, and a way to try again. */
export function FailureNote({ failure, onAgain }: { readonly failure: Failure; readonly onAgain?: () => void }) {
  return (
    <div role="alert" className="flex flex-col items-start gap-2 py-1">
      <p className="break-words text-bad select-text">{failure.message}</p>
      {onAgain && (
        <button type="button" className="btn" onClick={onAgain}>
          {text('failed.try-again')}
        </button>
      )}
    </div>
  )
}
