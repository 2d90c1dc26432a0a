import { text } from '../../strings/text.ts'
import type { Changing } from './use-permission-change.ts'

/** Shows the progress of a change, and what failed. */
export function ChangeOutcome({ state }: { readonly state: Changing }) {
  const { changed, unchanged, left, failed, failures, failure, wasStopped } = state
  const parts = [
    wasStopped && text('permissions.stopped'),
    (changed > 0 || unchanged + left + failed === 0) && text('permissions.done', { count: changed }),
    unchanged > 0 && text('permissions.unchanged', { count: unchanged }),
    left > 0 && text('permissions.left', { count: left }),
    failed > 0 && text('permissions.failed', { count: failed }),
  ]
  return (
    <div className="text-small">
      <p role="status" className="text-ink-2">
        {parts.filter(Boolean).join(' · ')}
      </p>
      {failure && (
        <p role="alert" className="break-words text-bad">
          {failure.message}
        </p>
      )}
      {failures.length > 0 && (
        <ul className="mt-1 max-h-32 overflow-auto text-bad">
          {failures.map(({ name, message }, at) => (
            // oxlint-disable-next-line react/no-array-index-key -- names may be there twice, and rows only come behind
            <li key={at} className="break-words">
              {name}: {message}
            </li>
          ))}
          {failed > failures.length && <li>{text('permissions.more-failed', { n: failed - failures.length })}</li>}
        </ul>
      )}
    </div>
  )
}
