import { useRef, useState } from 'react'
import type { SyncGuard, SyncGuardKind } from '../../../../contract/sync/plan.ts'
import { text } from '../../../strings/text.ts'
import { formatCount } from '../../../ui/format/size.ts'
import type { Changes } from '../rows/changes.ts'
import { guardText, isOfDeletions } from '../plan/guards.ts'
import type { StartChoice } from '../plan/plan-model.ts'

export interface GuardNoticeProps {
  readonly guards: readonly SyncGuard[]
  /** The planned changes. */
  readonly changes: Pick<Changes, 'all'> & Readonly<Record<'left' | 'right', { readonly deletes: number }>>
  readonly places: readonly [left: string, right: string]
  readonly isDisabled: boolean
  readonly onStart: (choice: StartChoice) => void
}

/**
 * Explains why the sync has not started, and offers ways to continue. A run that deletes files needs a second
 * confirmation.
 */
export function GuardNotice({ guards, changes, places, isDisabled, onStart }: GuardNoticeProps) {
  /** The run that needs confirmation: the one with all deletions, or the one without them if there are other guards. */
  const [asked, setAsked] = useState<'all' | 'without'>()
  const cancelled = useRef<'all' | 'without'>(undefined)
  const deletes = changes.left.deletes + changes.right.deletes
  const isDeleting = guards.some(isOfDeletions)
  const others = guards.filter((guard) => !isOfDeletions(guard))
  const run = (how: 'all' | 'without') => {
    const despite = guards.map(({ kind }) => kind)
    onStart(how === 'all' ? { despite } : { withoutDeletions: true, despite: despite.filter(isOther) })
  }
  /** When the user cancels the question, the focus returns to the button that opened it. */
  function takeFocusBack(element: HTMLElement | null, about: 'all' | 'without') {
    if (!element || cancelled.current !== about) return
    cancelled.current = undefined
    element.focus()
  }
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
      {asked ? (
        <Question
          sentence={
            isDeleting && asked === 'all'
              ? text('sync.delete-sure', { count: deletes, place })
              : text('sync.run-sure', { count: asked === 'all' ? changes.all : changes.all - deletes })
          }
          yes={
            isDeleting && asked === 'all' ? text('sync.delete-now', { n: formatCount(deletes) }) : text('sync.run-now')
          }
          isDisabled={isDisabled}
          onYes={() => run(asked)}
          onNo={() => {
            cancelled.current = asked
            setAsked(undefined)
          }}
        />
      ) : (
        <div className="mt-2 flex flex-wrap gap-2">
          {isDeleting && (
            <button
              type="button"
              className="btn"
              ref={(element) => takeFocusBack(element, 'without')}
              disabled={isDisabled}
              onClick={() => (others.length > 0 ? setAsked('without') : run('without'))}
            >
              {text('sync.without-deleting')}
            </button>
          )}
          <button
            type="button"
            className="btn"
            ref={(element) => takeFocusBack(element, 'all')}
            disabled={isDisabled}
            onClick={() => setAsked('all')}
          >
            {isDeleting ? text('sync.delete-ask', { n: formatCount(deletes) }) : text('sync.run-ask')}
          </button>
        </div>
      )}
    </section>
  )
}

/** Tells whether a guard still needs consent if nothing is deleted. */
function isOther(kind: SyncGuardKind): boolean {
  return kind !== 'deletions'
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
      {/* The pressed button no longer exists, so the focus moves to the button that changes nothing. */}
      <button type="button" className="btn" ref={(element) => element?.focus()} onClick={onNo}>
        {text('dialog.cancel')}
      </button>
      <button type="button" className="btn btn-danger" disabled={isDisabled} onClick={onYes}>
        {yes}
      </button>
    </div>
  )
}
