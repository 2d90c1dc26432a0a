import { type FormEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { text } from '../../../strings/text.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { formatCount } from '../../../ui/format/size.ts'
import { useAnswer } from '../../../ui/hooks/use-answer.ts'
import {
  createGridScroller,
  type GridScroller,
  nothingShown,
  type Shown,
} from '../../../ui/virtual-list/grid-scroller.ts'
import { blockBytes, type ContentReader } from '../../read/contents.ts'
import { Reading } from '../reading.tsx'
import { scrollerMark, type ViewerProps } from '../viewer.ts'
import { bytesPerRow, hexRow, offsetDigits, parseOffset } from './hex-rows.ts'

const rowHeightPx = 20

/** Shows the bytes of a file of any size. Only the visible part is read. */
export function HexViewer({ reader }: ViewerProps) {
  const [answer, again] = useAnswer((signal) => reader.size(signal), reader.key)
  if (answer.kind === 'loading') return <Reading />
  if (answer.kind === 'failed') return <FailureNote failure={answer.failure} onAgain={again} />
  return <HexTable reader={reader} sizeBytes={answer.value} />
}

interface HexTableProps {
  readonly reader: ContentReader
  readonly sizeBytes: number
}

function HexTable({ reader, sizeBytes }: HexTableProps) {
  const element = useRef<HTMLDivElement>(null)
  const [shown, setShown] = useState<Shown>(nothingShown)
  const [scroller] = useState(() => createGridScroller(setShown))
  const rows = Math.ceil(sizeBytes / bytesPerRow)
  useLayoutEffect(() => (element.current ? scroller.attach(element.current) : undefined), [scroller])
  useLayoutEffect(() => scroller.setRows(rows, rowHeightPx), [scroller, rows])
  const [read, again] = useBytes(reader, shown)
  const digits = offsetDigits(sizeBytes)
  const positions = Array.from({ length: Math.max(0, shown.last - shown.first + 1) }, (_, at) => shown.first + at)
  return (
    <>
      <GoTo scroller={scroller} sizeBytes={sizeBytes} />
      {read.failure && <FailureNote failure={read.failure} onAgain={again} />}
      <div
        ref={element}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard
        tabIndex={0}
        role="table"
        aria-label={text('look.bytes', { name: reader.name })}
        aria-rowcount={rows + 1}
        {...scrollerMark}
        className="hex min-h-24 flex-1 overflow-auto rounded-lg bg-sunk font-mono text-small select-text"
      >
        <div
          role="row"
          className="sticky top-0 z-1 flex w-max min-w-full gap-5 border-b border-line bg-sunk px-3 py-1 text-ink-3"
        >
          <span role="columnheader" style={{ width: `${digits}ch` }}>
            {text('look.offset')}
          </span>
          <span role="columnheader" className="w-[48ch]">
            {text('look.as-bytes')}
          </span>
          <span role="columnheader">{text('look.as-characters')}</span>
        </div>
        <div role="rowgroup" className="relative w-max min-w-full">
          {positions.map((position) => {
            const row = hexRow(position * bytesPerRow, read.at(position * bytesPerRow), digits)
            return (
              <div
                key={position}
                role="row"
                aria-rowindex={position + 2}
                style={{ top: position * rowHeightPx - shown.offset, height: rowHeightPx }}
                translate="no"
                dir="ltr"
                className="absolute start-0 flex items-center gap-5 px-3 whitespace-pre"
              >
                <span role="rowheader" className="text-ink-3">
                  {row.offset}
                </span>
                <span role="cell" className="w-[48ch]">
                  {row.bytes}
                </span>
                <span role="cell" className="w-[16ch]">
                  {row.characters}
                </span>
              </div>
            )
          })}
        </div>
      </div>
    </>
  )
}

/** Reads the blocks of the visible part. The previous bytes stay until the next ones have been read. */
function useBytes(reader: ContentReader, shown: Shown) {
  const first = Math.floor((shown.first * bytesPerRow) / blockBytes)
  const last = Math.floor((Math.max(shown.first, shown.last) * bytesPerRow) / blockBytes)
  const start = first * blockBytes
  const [kept, setKept] = useState({ start: 0, bytes: new Uint8Array() })
  const [answer, again] = useAnswer(
    (signal) => reader.read(start, (last - first + 1) * blockBytes, signal),
    `${reader.key} ${first} ${last}`,
  )
  useEffect(() => {
    if (answer.kind === 'ready') setKept({ start, bytes: answer.value })
    // oxlint-disable-next-line react/exhaustive-deps -- the answer is of this start
  }, [answer])
  const at = (offset: number) => {
    const from = offset - kept.start
    return from < 0 ? new Uint8Array() : kept.bytes.subarray(from, from + bytesPerRow)
  }
  return [{ at, failure: answer.kind === 'failed' ? answer.failure : undefined }, again] as const
}

function GoTo({ scroller, sizeBytes }: { readonly scroller: GridScroller; readonly sizeBytes: number }) {
  const [typed, setTyped] = useState('')
  const [isWrong, setIsWrong] = useState(false)
  const hint = useId()
  function submit(event: FormEvent) {
    event.preventDefault()
    const offset = parseOffset(typed, sizeBytes)
    setIsWrong(offset === undefined)
    if (offset !== undefined) scroller.scrollToTop(Math.floor(offset / bytesPerRow))
  }
  return (
    <form className="mb-2 flex flex-wrap items-center gap-2" onSubmit={submit}>
      <input
        aria-label={text('look.go-to')}
        aria-invalid={isWrong}
        aria-describedby={hint}
        className="field max-w-44 font-mono"
        placeholder={text('look.go-to')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <button type="submit" className="btn">
        {text('look.go')}
      </button>
      <span
        id={hint}
        role={isWrong ? 'alert' : undefined}
        className={`text-small ${isWrong ? 'text-bad' : 'text-ink-2'}`}
      >
        {isWrong ? text('look.bad-offset', { last: formatCount(Math.max(0, sizeBytes - 1)) }) : text('look.go-to-hint')}
      </span>
    </form>
  )
}
