import { Trash2 } from 'lucide-react'
import { useId } from 'react'
import type { Version } from '../../../contract/facets.ts'
import { text } from '../../strings/text.ts'
import { formatSize } from '../../ui/format/size.ts'
import { useDateFormat } from '../../ui/hooks/use-date-format.ts'
import { authorText, differenceText } from './timeline.ts'

export interface VersionActions {
  readonly onPreview: (version: Version) => void
  /** Called with the older version first. */
  readonly onCompare: (left: Version, right: Version) => void
  /** Shares the current version; undefined if the mount cannot create links. */
  readonly onShare: (() => void) | undefined
  readonly onRestore: (version: Version) => void
  readonly onSave: (version: Version) => void
  readonly onRemove: (version: Version) => void
}

export interface VersionEventProps {
  readonly version: Version
  readonly when: string
  /** The next older version with content. */
  readonly previous: Version | undefined
  /** The current version of the file. */
  readonly current: Version | undefined
  readonly canWrite: boolean
  readonly actions: VersionActions
}

/** One point of the timeline: a version, or a deletion. */
export function VersionEvent({ version, when, previous, current, canWrite, actions }: VersionEventProps) {
  const dates = useDateFormat()
  const headId = useId()
  const isDeletion = version.kind === 'deleted'
  const head = isDeletion ? text('versions.deleted') : version.isCurrent ? text('versions.current') : when
  const facts = [
    (isDeletion || version.isCurrent) && when,
    version.sizeBytes !== undefined && formatSize(version.sizeBytes),
    differenceText(version, previous),
    authorText(version),
  ].filter(Boolean)
  return (
    <li
      className="timeline-event"
      data-kind={isDeletion ? 'deleted' : version.isCurrent ? 'current' : 'version'}
      data-version={isDeletion ? undefined : version.id}
    >
      {!isDeletion && !version.isCurrent && canWrite && (
        <button
          type="button"
          className="icon-btn absolute top-0 end-0 size-5"
          aria-label={text('versions.remove')}
          aria-describedby={headId}
          title={text('versions.remove')}
          onClick={() => actions.onRemove(version)}
        >
          <Trash2 aria-hidden className="size-3.5" />
        </button>
      )}
      <p
        id={headId}
        className="pe-5"
        title={version.modifiedMs === undefined ? undefined : dates.full(version.modifiedMs)}
      >
        <b className="font-semibold">{head}</b>{' '}
        <span className="text-small text-ink-3">
          {facts.map((fact, at) => (
            // Lines break only between facts, and not inside a fact that fits on one line.
            <span key={String(fact)}>
              {at > 0 && ' · '}
              <span className="inline-block">{fact}</span>
            </span>
          ))}
        </span>
      </p>
      <div className="flex flex-wrap gap-x-2">
        {buttonsOf({ version, previous, current, canWrite, actions }).map(([title, run]) => (
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

type Button = readonly [title: string, run: () => void]

function buttonsOf(props: Omit<VersionEventProps, 'when'>): readonly Button[] {
  const { version, previous, current, canWrite, actions } = props
  if (version.kind === 'deleted') {
    return previous && canWrite ? [[text('versions.undo-delete'), () => actions.onRestore(previous)]] : []
  }
  const preview: Button = [text('versions.preview'), () => actions.onPreview(version)]
  const save: Button = [text('versions.save-as'), () => actions.onSave(version)]
  if (version.isCurrent) {
    const { onShare } = actions
    const compare: Button[] = previous ? [[text('versions.compare'), () => actions.onCompare(previous, version)]] : []
    return [preview, ...compare, ...(onShare ? [[text('versions.share'), onShare] as const] : []), save]
  }
  const other = current ?? previous
  return [
    ...(canWrite ? [[text('versions.restore'), () => actions.onRestore(version)] as const] : []),
    preview,
    ...(other
      ? [
          [
            text('versions.compare'),
            () => (other === current ? actions.onCompare(version, other) : actions.onCompare(other, version)),
          ] as const,
        ]
      : []),
    save,
  ]
}
