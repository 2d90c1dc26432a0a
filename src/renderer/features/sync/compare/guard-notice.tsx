import { useState } from 'react'
import type { SyncGuard } from '../../../../contract/sync/plan.ts'
import { text } from '../../../strings/text.ts'
import { formatCount } from '../../../ui/format/size.ts'
import type { Changes } from '../rows/changes.ts'
import { guardText, isOfDeletions } from '../plan/guards.ts'
import type { StartChoice } from '../plan/plan-model.ts'

export interface GuardNoticeProps {
  readonly guards: readonly SyncGuard[]
  readonly changes: Changes
  readonly places: readonly [left: string, right: string]
  readonly isDisabled: boolean
  readonly onStart: (choice: StartChoice) => void
}

/** Why nothing is done yet, and the ways on. What would delete asks once more. */
export function GuardNotice({ guards, changes, places, isDisabled, onStart }: GuardNoticeProps) {
  const [isAsking, setIsAsking] = useState(false)
  const deletes = changes.left.deletes + changes.right.deletes
  const isDeleting = guards.some(isOfDeletions)
  const others = guards.filter((guard) => !isOfDeletions(guard))
  const letThrough = (passed: readonly SyncGuard[]) => passed.map(({ kind }) => kind)
  const place = [changes.left.deletes > 0 && places[0], changes.right.deletes > 0 && places[1]]
    .filter((each) => each !== false)
    .join('”, “')

  return (
    <section className="guard-notice" aria-label={text('sync.stop.other')}>
      <h3 className="font-semibold text-warn">
        {isDeleting ? text('sync.stop.deletions', { count: deletes }) : text('sync.stop.other')}
      </h3>
      {guards.map((guard) => (
        <p key={JSON.stringify(guard)} className="mt-1 text-ink-2">
          {guardText(guard, places)}
        </p>
      ))}
      {isAsking ? (
        <Question
          sentence={
            isDeleting
              ? text('sync.delete-sure', { count: deletes, place })
              : text('sync.run-sure', { count: changes.all })
          }
          yes={isDeleting ? text('sync.delete-now', { n: formatCount(deletes) }) : text('sync.run-now')}
          isDisabled={isDisabled}
          onYes={() => onStart({ despite: letThrough(guards) })}
          onNo={() => setIsAsking(false)}
        />
      ) : (
        <div className="mt-2 flex flex-wrap gap-2">
          {isDeleting && (
            <button
              type="button"
              className="btn"
              disabled={isDisabled}
              onClick={() => onStart({ withoutDeletions: true, despite: letThrough(others) })}
            >
              {text('sync.without-deleting')}
            </button>
          )}
          <button type="button" className="btn" disabled={isDisabled} onClick={() => setIsAsking(true)}>
            {isDeleting ? text('sync.delete-ask', { n: formatCount(deletes) }) : text('sync.run-ask')}
          </button>
        </div>
      )}
    </section>
  )
}

interface QuestionProps {
  readonly sentence: string
  readonly yes: string
  readonly isDisabled: boolean
  readonly onYes: () => void
  readonly onNo: () => void
}

function Question({ sentence, yes, isDisabled, onYes, onNo }: QuestionProps) {
  return (
    <div role="group" aria-label={sentence} className="mt-2 flex flex-wrap items-center gap-2">
      <p className="basis-full font-semibold">{sentence}</p>
      {/* the button that was pressed is gone: the focus goes to the way that does nothing */}
      <button type="button" className="btn" ref={(element) => element?.focus()} onClick={onNo}>
        {text('dialog.cancel')}
      </button>
      <button type="button" className="btn btn-danger" disabled={isDisabled} onClick={onYes}>
        {yes}
      </button>
    </div>
  )
}
