import { useEffect } from 'react'
import { text } from '../../../strings/text.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { formatSize } from '../../../ui/format/size.ts'
import { shownName } from '../../../ui/format/shown-name.ts'
import { useAnswer } from '../../../ui/hooks/use-answer.ts'
import { Reading } from '../reading.tsx'
import { scrollerMark, type ViewerProps } from '../viewer.ts'

const mostShown = 2000

/** Lists the entries of an archive. */
export function ArchiveViewer({ reader, onFacts }: ViewerProps) {
  const [answer, again] = useAnswer((signal) => reader.listed(mostShown, signal), reader.key)
  const list = answer.kind === 'ready' ? answer.value : undefined
  useEffect(() => {
    if (!list) return
    const size = formatSize(list.bytes)
    onFacts([text(list.isCut ? 'archive.first' : 'archive.holds', { count: list.files, size })])
  }, [list, onFacts])
  if (answer.kind === 'failed') return <FailureNote failure={answer.failure} onAgain={again} />
  if (!list) return <Reading />
  return (
    <div
      {...scrollerMark}
      role="region"
      aria-label={text('archive.contents', { name: reader.name })}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard
      tabIndex={0}
      className="min-h-0 flex-1 overflow-auto"
    >
      {list.failure && <FailureNote failure={list.failure} onAgain={again} />}
      <ul className="text-small">
        {list.rows.map(({ path, entry }) => (
          <li key={path} className="flex gap-4 px-1 py-0.5">
            <span translate="no" className="min-w-0 flex-1 break-words">
              {shownName(path) + (entry.kind === 'folder' ? '/' : '')}
            </span>
            <span className="text-ink-2">{entry.kind === 'file' && formatSize(entry.sizeBytes ?? Number.NaN)}</span>
          </li>
        ))}
      </ul>
      {list.rows.length === 0 && <p className="text-ink-2">{text('archive.empty')}</p>}
    </div>
  )
}
