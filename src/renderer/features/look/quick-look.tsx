import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useCallback, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { ContentReader } from '../../content/read/contents.ts'
import { ContentView } from '../../content/show/content-view.tsx'
import { text } from '../../strings/text.ts'
import { DialogBox } from '../../ui/dialog.tsx'
import { FileIcon } from '../../ui/file-icon.tsx'
import { formatSize } from '../../ui/format/size.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { type LookKey, lookKey, scrollBy } from './look-keys.ts'

export interface QuickLookProps {
  readonly reader: ContentReader
  /** The position of the file in the list, and the number of files. */
  readonly position: { readonly at: number; readonly count: number }
  /** Explains why the file is shown here and not in its usual place. */
  readonly note: string | undefined
  /** A table view of the file, if it has one; it is rendered in place of the content. */
  readonly table: { readonly view: ReactNode; readonly isFirst: boolean } | undefined
  /** Moves to the next or the previous file. */
  readonly onStep: (step: 1 | -1) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/**
 * Shows the content of a file over the panes. Up and Down move to the neighbouring files; Space and Escape close it.
 */
export function QuickLook({ reader, position, note, table, onStep, onClose, returnFocus }: QuickLookProps) {
  const box = useRef<HTMLDivElement>(null)

  function act(key: LookKey) {
    if (key.kind === 'close') return onClose()
    if (key.kind === 'scroll') return scrollBy(box.current, key.by)
    box.current?.focus() // The focused element may be removed together with its file.
    onStep(key.step)
  }
  function onKey(event: KeyboardEvent) {
    const key = lookKey(event.nativeEvent)
    if (!key) return
    event.preventDefault()
    event.stopPropagation()
    act(key)
  }

  return (
    <DialogBox name={text('look.title')} isFull onClose={onClose} returnFocus={returnFocus} initialFocus={box}>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of the whole dialog */}
      <div ref={box} tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none" onKeyDownCapture={onKey}>
        <Shown
          key={reader.key}
          reader={reader}
          position={position}
          note={note}
          table={table}
          onStep={(step) => act({ kind: 'step', step })}
          onClose={onClose}
        />
      </div>
    </DialogBox>
  )
}

type ShownProps = Omit<QuickLookProps, 'returnFocus'>

function Shown({ reader, position, note, table, onStep, onClose }: ShownProps) {
  const [isTable, setIsTable] = useState(table?.isFirst ?? false)
  const [told, setTold] = useState<{ readonly facts: readonly string[]; readonly isElsewhere: boolean }>(noFacts)
  const onFacts = useCallback(
    (facts: readonly string[], { isFetchedElsewhere = false } = {}) =>
      setTold({ facts, isElsewhere: isFetchedElsewhere }),
    [],
  )
  const fetched = useStore(reader.fetched)
  const { sizeBytes } = reader.state
  const facts = [
    ...told.facts,
    sizeBytes !== undefined && formatSize(sizeBytes),
    !told.isElsewhere && text('look.read', { size: formatSize(fetched) }),
  ].filter(Boolean)
  const shownFacts = isTable && table ? [] : facts // A table shows its own facts.
  return (
    <>
      <div className="mb-2.5 flex items-center gap-x-3">
        <div role="status" className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3">
          <h2
            className="flex max-w-full min-w-0 items-center gap-2 text-sm font-semibold select-text"
            title={reader.name}
          >
            <FileIcon name={reader.name} kind="file" />
            <span className="truncate">{reader.name}</span>
          </h2>
          <p className="text-ink-2">{shownFacts.join(' · ')}</p>
        </div>
        <p className="text-small whitespace-nowrap text-ink-3 max-[50rem]:hidden">
          {text('look.position', { at: position.at, count: position.count })}
        </p>
        {table && (
          <button type="button" className="btn" onClick={() => setIsTable(!isTable)}>
            {text(isTable ? 'look.as-text' : 'look.as-table')}
          </button>
        )}
        <div className="flex">
          <IconButton label={text('look.previous')} icon={ChevronUp} onClick={() => onStep(-1)} />
          <IconButton label={text('look.next')} icon={ChevronDown} onClick={() => onStep(1)} />
          <IconButton label={text('look.close')} icon={X} onClick={onClose} />
        </div>
      </div>
      {note !== undefined && <p className="mb-2 text-ink-2">{note}</p>}
      {isTable && table ? (
        <div data-own-keys className="flex min-h-0 flex-1 flex-col">
          {table.view}
        </div>
      ) : (
        <ContentView reader={reader} onFacts={onFacts} />
      )}
    </>
  )
}

const noFacts = { facts: [], isElsewhere: false }
