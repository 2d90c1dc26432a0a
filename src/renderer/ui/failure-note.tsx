import type { Failure } from '../../contract/failure.ts'
import { baseName } from '../../contract/location.ts'
import { failureText } from '../strings/failures.ts'
import { text } from '../strings/text.ts'

/** Shows why something could not be read, with a button to try again. */
export function FailureNote({ failure, onAgain }: { readonly failure: Failure; readonly onAgain?: () => void }) {
  return (
    <div role="alert" className="flex flex-col items-start gap-2 py-1">
      <p className="break-words text-bad select-text">{sentenceOf(failure)}</p>
      {onAgain && (
        <button type="button" className="btn" onClick={onAgain}>
          {text('failed.try-again')}
        </button>
      )}
    </div>
  )
}

/** An entry that no longer exists is described in the same words as in other places. */
function sentenceOf(failure: Failure): string {
  if (failure.kind !== 'not-found' || failure.location === undefined) return failure.message
  const { title, advice } = failureText(
    failure,
    `“${baseName(failure.location.slice(failure.location.indexOf(':') + 1))}”`,
  )
  return `${title}. ${advice}`
}
