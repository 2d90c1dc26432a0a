import { useEffect, useState } from 'react'
import type { MountInfo } from '../../../../contract/api/mounts.ts'
import type { CommandId } from '../../../../contract/command-list.ts'
import type { Failure } from '../../../../contract/failure.ts'
import { baseName, isPast } from '../../../../contract/location.ts'
import { failureText } from '../../../strings/failures.ts'
import { text } from '../../../strings/text.ts'
import { setFilter, toggleOnlyChanged } from '../choose.ts'
import { stopListing } from '../list-folder.ts'
import { goToNearestParent, refreshNow } from '../navigate.ts'
import type { Pane } from '../pane.ts'
import { failedWords, lacksSecret, MountWaysOn } from './mount-trouble.tsx'
import { PaneMessage, Rose } from './pane-message.tsx'
import type { Tab } from '../pane-state.ts'
import { isFlat } from '../search/search.ts'
import { isSearching } from '../tab-rows.ts'

export interface PaneStatesProps {
  readonly pane: Pane
  readonly tab: Tab
  readonly mount: MountInfo | undefined
  readonly label: string
  readonly run: (command: CommandId) => void
  readonly onShowActivity: (id: string) => void
}

/** Shows a message when there are no rows. */
export function PaneStates(props: PaneStatesProps) {
  const { tab } = props
  const { index, order } = tab.view
  if (order.length > 0) return null
  if (tab.listing.kind === 'failed') return <FailedState {...props} failure={tab.listing.failure} />
  if (tab.listing.kind === 'loading' && isSearching(tab)) return null // The search bar above shows the progress.
  if (tab.listing.kind === 'loading') return <LoadingState key={tab.listing.startedMs} {...props} />
  if (index.count === 0) return <EmptyState {...props} />
  if (tab.filter !== '') return <NoMatchState {...props} />
  return tab.onlyChanged && isPast(tab.location) ? <AllSameState {...props} /> : <HiddenState {...props} />
}

const quietMs = 150

function LoadingState({ pane, tab, label }: PaneStatesProps) {
  const [isShown, setIsShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsShown(true), quietMs)
    return () => clearTimeout(timer)
  }, [])
  if (!isShown || tab.view.index.count > 0) return null
  return (
    <PaneMessage title={text('loading.title', { name: placeName(tab, label) })}>
      <button type="button" className="btn" onClick={() => stopListing(pane, tab.id)}>
        {text('status.stop')}
      </button>
    </PaneMessage>
  )
}

/** Tells whether the mount is the built-in place on this computer that keeps versions. */
function isShelf({ builtIn, group, capabilities }: MountInfo): boolean {
  return builtIn && group === 'computer' && capabilities?.keepsVersions === true
}

function EmptyState({ tab, mount, label, run }: PaneStatesProps) {
  if (tab.search && isSearching(tab)) {
    if (isFlat(tab))
      return <PaneMessage title={text('flat.nothing', { place: placeName(tab, label) })} advice={text('flat.advice')} />
    const { query } = tab.search
    return (
      <PaneMessage
        title={text('find.nothing', { place: placeName(tab, label), query })}
        advice={text('find.nothing-advice')}
      />
    )
  }
  if (mount?.readOnly) {
    return <PaneMessage title={text('empty.title')} advice={text('empty.advice-read-only')} />
  }
  if (mount && isShelf(mount) && tab.location.path === '') {
    return (
      <PaneMessage
        picture={<Rose className="size-13.5" />}
        title={text('empty.shelf.title')}
        advice={text('empty.shelf.advice')}
      >
        <div className="flex flex-wrap justify-center gap-2">
          <button type="button" className="btn btn-primary" onClick={() => run('file.copy-here')}>
            {text('empty.shelf.copy')}
          </button>
          <button type="button" className="btn" onClick={() => run('go.add-mount')}>
            {text('empty.shelf.add-mount')}
          </button>
        </div>
      </PaneMessage>
    )
  }
  return <PaneMessage title={text('empty.title')} advice={text('empty.advice')} />
}

function HiddenState({ run }: PaneStatesProps) {
  return (
    <PaneMessage title={text('empty.hidden')}>
      <button type="button" className="btn" onClick={() => run('view.hidden')}>
        {text('empty.show-hidden')}
      </button>
    </PaneMessage>
  )
}

function AllSameState({ pane }: PaneStatesProps) {
  return (
    <PaneMessage title={text('past.all-same')}>
      <button type="button" className="btn" onClick={() => toggleOnlyChanged(pane)}>
        {text('past.show-all')}
      </button>
    </PaneMessage>
  )
}

function NoMatchState({ pane, tab }: PaneStatesProps) {
  return (
    <PaneMessage title={text('empty.filter.title', { filter: tab.filter })}>
      <button type="button" className="btn" onClick={() => setFilter(pane, '')}>
        {text('empty.filter.clear')}
      </button>
    </PaneMessage>
  )
}

function FailedState({
  pane,
  tab,
  mount,
  label,
  run,
  failure,
  onShowActivity,
}: PaneStatesProps & { readonly failure: Failure }) {
  const [hasDetails, setHasDetails] = useState(false)
  const place = placeName(tab, label)
  const wasNotThere = failure.kind === 'not-found' && isPast(tab.location)
  // The bar above already reports this, with a countdown and a button for a new attempt.
  const isResting = mount?.health?.state === 'open'
  const { title, advice } = wasNotThere
    ? { title: text('past.not-there', { name: `“${place}”` }), advice: text('past.not-there-advice') }
    : failedWords(failure, place, label)
  return (
    <PaneMessage title={title} advice={isResting ? '' : advice}>
      <div className="flex flex-wrap justify-center gap-2">
        {!isResting && (
          <button
            type="button"
            className={`btn ${lacksSecret(failure) ? '' : 'btn-primary'}`}
            onClick={() => refreshNow(pane)}
          >
            {text('failed.try-again')}
          </button>
        )}
        {tab.location.path !== '' && (
          <button type="button" className="btn" onClick={() => void goToNearestParent(pane)}>
            {text('failed.go-up')}
          </button>
        )}
        <MountWaysOn mount={mount} failure={failure} run={run} />
        <button type="button" className="btn" aria-expanded={hasDetails} onClick={() => setHasDetails(!hasDetails)}>
          {text('failed.details')}
        </button>
      </div>
      {hasDetails && <FailureDetails failure={failure} onShowActivity={onShowActivity} />}
    </PaneMessage>
  )
}

/** Shows the technical details of a failure. */
function FailureDetails({
  failure,
  onShowActivity,
}: Pick<PaneStatesProps, 'onShowActivity'> & { readonly failure: Failure }) {
  const { id } = failure
  const facts = [
    ['failed.kind', failure.kind],
    ['failed.operation', failure.operation],
    ['failed.location', failure.location],
    ['failed.system', failure.detail ?? failure.message],
    ['failed.id', id],
  ] as const
  return (
    <dl className="grid max-w-full grid-cols-[auto_1fr] gap-x-3 gap-y-1 rounded-lg bg-sunk px-3 py-2 text-start text-small select-text">
      {facts.map(([key, value]) => (
        <div key={key} className="contents">
          <dt className="text-ink-3">{text(key)}</dt>
          <dd className="min-w-0 break-words">{value ?? '—'}</dd>
        </div>
      ))}
      {id !== undefined && (
        <div className="col-span-2 mt-1">
          <dt className="sr-only">{text('activity.title')}</dt>
          <dd>
            <button type="button" className="btn" onClick={() => onShowActivity(id)}>
              {text('failed.activity')}
            </button>
          </dd>
        </div>
      )}
    </dl>
  )
}

/** Tells that a listing failed before its end: the rows received so far stay, but there may be more. */
export function PartlyFailedBar({ pane, tab, label }: Pick<PaneStatesProps, 'pane' | 'tab' | 'label'>) {
  if (tab.listing.kind !== 'failed' || tab.view.order.length === 0) return null
  const { title } = failureText(tab.listing.failure, `“${placeName(tab, label)}”`)
  return (
    <div
      role="alert"
      className="flex items-center gap-2.5 border-b border-line bg-row px-3 py-1.5 text-small text-warn"
    >
      <span className="min-w-0 flex-1">{title}</span>
      <button type="button" className="btn" onClick={() => refreshNow(pane)}>
        {text('failed.try-again')}
      </button>
    </div>
  )
}

/**
 * Shows why the entry under the cursor could not be opened. It covers the rows and does not move them, because a second
 * click may follow.
 */
export function ObstacleBar({ tab }: { readonly tab: Tab }) {
  if (tab.obstacle === undefined) return null
  return (
    <p
      role="alert"
      className="absolute inset-x-0 bottom-0 border-t border-line bg-row px-3 py-1.5 text-small break-words text-warn"
    >
      {tab.obstacle}
    </p>
  )
}

function placeName(tab: Tab, label: string): string {
  return baseName(tab.location.path) || label
}
