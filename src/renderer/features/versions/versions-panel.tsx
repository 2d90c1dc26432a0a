import { useEffect, useRef } from 'react'
import type { Contract } from '../../../contract/contract.ts'
import type { Version } from '../../../contract/facets.ts'
import { formatLocation, type Location } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { text } from '../../strings/text.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { useDateFormat } from '../../ui/hooks/use-date-format.ts'
import { usePages } from '../../ui/hooks/use-pages.ts'
import { previousOf, timesOf } from './timeline.ts'
import { type VersionActions, VersionEvent } from './version-event.tsx'

export interface VersionsPanelProps extends VersionActions {
  readonly client: () => Client<Contract>
  readonly location: Location
  /** Changes when the file may have a new version. */
  readonly stamp: string
  readonly canWrite: boolean
  /** Makes versions draggable out of the list. `versionAt` returns the version of an element. */
  readonly onList: (list: HTMLElement, versionAt: (element: Element | null) => Version | undefined) => () => void
}

/** Versions are not requested for rows that the cursor only passes. */
const pauseMs = 150

/** Shows the versions of a file as a timeline, newest first. */
export function VersionsPanel({ client, location, stamp, canWrite, onList, ...actions }: VersionsPanelProps) {
  const pages = usePages(
    (signal) => client().versions.list({ location }, { signal }),
    `${formatLocation(location)} ${stamp}`,
    { pauseMs },
  )
  const { items, phase, failure } = pages
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    if (!list.current) return undefined
    return onList(list.current, (element) => {
      const id = element?.closest<HTMLElement>('[data-version]')?.dataset['version']
      return items.find((version) => version.id === id)
    })
  })
  const times = timesOf(items, useDateFormat())
  return (
    <>
      <ol ref={list} aria-label={text('versions.list')} aria-busy={phase === 'loading'} className="timeline">
        {items.map((version, at) => (
          <VersionEvent
            key={version.id}
            version={version}
            when={times[at] ?? ''}
            previous={previousOf(items, at)}
            current={items.find(({ isCurrent, kind }) => isCurrent && kind === 'version')}
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
