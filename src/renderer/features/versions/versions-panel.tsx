import { useId } from 'react'
import type { Contract } from '../../../contract/contract.ts'
import type { Version } from '../../../contract/facets.ts'
import { formatLocation, type Location } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { text } from '../../strings/text.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { formatSize } from '../../ui/format/size.ts'
import { useDateFormat } from '../../ui/use-date-format.ts'
import { usePages } from '../../ui/use-pages.ts'
import { differenceText, previousOf } from './timeline.ts'

export interface VersionActions {
  readonly onRestore: (version: Version) => void
  readonly onSave: (version: Version) => void
  readonly onRemove: (version: Version) => void
}

export interface VersionsPanelProps extends VersionActions {
  readonly client: () => Client<Contract>
  readonly location: Location
  /** Differs when the file may have another state than before. */
  readonly stamp: string
  readonly canWrite: boolean
}

/** Rows that are only passed by with the cursor are not asked about. */
const pauseMs = 150

/** The states a file had, newest first, as a line in time. */
export function VersionsPanel({ client, location, stamp, canWrite, ...actions }: VersionsPanelProps) {
  const pages = usePages(
    (signal) => client().versions.list({ location }, { signal }),
    `${formatLocation(location)} ${stamp}`,
    { pauseMs },
  )
  const { items, phase, failure } = pages
  return (
    <>
      <ol aria-label={text('versions.list')} aria-busy={phase === 'loading'} className="timeline">
        {items.map((version, at) => (
          <Event
            key={version.id}
            version={version}
            previous={previousOf(items, at)}
            canWrite={canWrite}
            actions={actions}
          />
        ))}
      </ol>
      {phase === 'loading' && (
        <p role="status" className="text-ink-2">
          {text('versions.loading')}
        </p>
      )}
      {phase === 'done' && items.length === 0 && <p className="text-ink-2">{text('versions.none')}</p>}
      {phase === 'more' && (
        <button type="button" className="btn" onClick={pages.more}>
          {text('versions.more')}
        </button>
      )}
      {failure && <FailureNote failure={failure} onAgain={pages.again} />}
    </>
  )
}

interface EventProps {
  readonly version: Version
  readonly previous: Version | undefined
  readonly canWrite: boolean
  readonly actions: VersionActions
}

function Event({ version, previous, canWrite, actions }: EventProps) {
  const dates = useDateFormat()
  const headId = useId()
  const isDeletion = version.kind === 'deleted'
  const when = version.modifiedMs === undefined ? text('versions.unknown-time') : dates.short(version.modifiedMs)
  const head = isDeletion ? text('versions.deleted') : version.isCurrent ? text('versions.current') : when
  const facts = [
    (isDeletion || version.isCurrent) && when,
    version.sizeBytes !== undefined && formatSize(version.sizeBytes),
    differenceText(version, previous),
    version.author,
  ].filter(Boolean)
  const buttons: (readonly [string, () => void])[] = [
    ...(!isDeletion && !version.isCurrent && canWrite
      ? [[text('versions.restore'), () => actions.onRestore(version)] as const]
      : []),
    ...(isDeletion && previous && canWrite
      ? [[text('versions.undo-delete'), () => actions.onRestore(previous)] as const]
      : []),
    ...(isDeletion ? [] : [[text('versions.save-as'), () => actions.onSave(version)] as const]),
    ...(!isDeletion && !version.isCurrent && canWrite
      ? [[text('versions.remove'), () => actions.onRemove(version)] as const]
      : []),
  ]
  return (
    <li className="timeline-event" data-kind={isDeletion ? 'deleted' : version.isCurrent ? 'current' : 'version'}>
      <p id={headId} title={version.modifiedMs === undefined ? undefined : dates.full(version.modifiedMs)}>
        <b className="font-semibold">{head}</b>{' '}
        <span className="text-small text-ink-3">
          {facts.map((fact, at) => (
            // a line ends between facts, not inside of one that fits
            <span key={String(fact)}>
              {at > 0 && ' · '}
              <span className="inline-block">{fact}</span>
            </span>
          ))}
        </span>
      </p>
      <div className="flex flex-wrap gap-x-2">
        {buttons.map(([title, run]) => (
          <button
            key={title}
            type="button"
            className="rounded-sm text-small text-sea hover:underline"
            aria-describedby={headId}
            onClick={run}
          >
            {title}
          </button>
        ))}
      </div>
    </li>
  )
}
