import { useRef, useState } from 'react'
import type { Transfer } from '../../../../contract/transfer.ts'
import { text } from '../../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../../ui/dialog.tsx'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { useDateFormat } from '../../../ui/hooks/use-date-format.ts'
import { usePages } from '../../../ui/hooks/use-pages.ts'
import { readHistory } from '../transfer-reads.ts'
import { countsText } from '../counts-text.ts'
import { groupName, noteOf, type PlaceName, routeText, rowName } from '../transfer-text.ts'
import { act, type Transfers, undoTransfer } from '../transfers-store.ts'

export interface HistoryDialogProps {
  readonly transfers: Transfers
  readonly placeName: PlaceName
  /** The initial search text. */
  readonly search: string
  readonly onReport: (transfer: Transfer, search: string) => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** The search starts when the user stops typing for this time. */
const pauseMs = 200

/** Lists the past copies, moves and deletions, the latest first. */
export function HistoryDialog({ transfers, placeName, onReport, onClose, returnFocus, ...props }: HistoryDialogProps) {
  const [search, setSearch] = useState(props.search)
  const [stamp, setStamp] = useState(0)
  const [isForgetting, setIsForgetting] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const wanted = search.trim()
  const pages = usePages((signal) => readHistory(transfers, wanted, signal), `${stamp} ${wanted}`, { pauseMs })
  const { items, phase, failure } = pages

  async function forget(id: number | 'all') {
    setIsForgetting(false)
    // The pressed button is removed.
    input.current?.focus()
    await act(transfers, (calls) => calls.forget({ id }))
    setStamp((before) => before + 1)
  }

  return (
    <DialogBox
      name={text('history.title')}
      heading={text('history.title')}
      isBroad
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={input}
    >
      <input
        ref={input}
        type="search"
        aria-label={text('history.search')}
        placeholder={text('history.search-hint')}
        className="field mt-1 shrink-0"
        spellCheck={false}
        value={search}
        onChange={({ target }) => setSearch(target.value)}
      />
      <div className="mt-2 h-[46vh] shrink-0 overflow-auto rounded-lg border border-line" tabIndex={-1}>
        {failure && <FailureNote failure={failure} onAgain={pages.again} />}
        {!failure && items.length === 0 && (
          <p className="p-6 text-center text-ink-2">{emptyText(phase === 'loading', wanted)}</p>
        )}
        <ul aria-busy={phase === 'loading'}>
          {items.map((transfer) => (
            <HistoryRow
              key={transfer.id}
              transfer={transfer}
              placeName={placeName}
              onReport={() => onReport(transfer, search)}
              onUndo={() => {
                onClose()
                void undoTransfer(transfers, transfer)
              }}
              onForget={() => void forget(transfer.id)}
            />
          ))}
        </ul>
        {phase === 'more' && (
          <button type="button" className="btn m-3" onClick={pages.more}>
            {text('history.more')}
          </button>
        )}
      </div>
      <DialogButtons>
        <ForgetAll
          isAsking={isForgetting}
          isDisabled={items.length === 0}
          onAsk={() => setIsForgetting(true)}
          onLeave={() => {
            setIsForgetting(false)
            input.current?.focus()
          }}
          onForget={() => void forget('all')}
        />
        <button type="button" className="btn btn-primary" onClick={onClose}>
          {text('dialog.close')}
        </button>
      </DialogButtons>
    </DialogBox>
  )
}

interface ForgetAllProps {
  readonly isAsking: boolean
  readonly isDisabled: boolean
  readonly onAsk: () => void
  readonly onLeave: () => void
  readonly onForget: () => void
}

/** Asks for confirmation before the whole history is deleted. */
function ForgetAll({ isAsking, isDisabled, onAsk, onLeave, onForget }: ForgetAllProps) {
  if (!isAsking) {
    return (
      <button type="button" className="btn me-auto" disabled={isDisabled} onClick={onAsk}>
        {text('history.forget-all')}
      </button>
    )
  }
  return (
    <>
      <span role="alert" className="me-auto text-ink-2">
        {text('history.forget-ask')}
      </span>
      <button ref={focusAtOnce} type="button" className="btn" onClick={onLeave}>
        {text('dialog.cancel')}
      </button>
      <button type="button" className="btn btn-danger" onClick={onForget}>
        {text('history.forget-all')}
      </button>
    </>
  )
}

/** The answer that changes nothing receives the focus first. */
function focusAtOnce(button: HTMLElement | null): void {
  button?.focus()
}

function emptyText(isLoading: boolean, search: string): string {
  if (isLoading) return text('items.loading')
  return search === '' ? text('history.none') : text('history.no-match', { search })
}

interface HistoryRowProps {
  readonly transfer: Transfer
  readonly placeName: PlaceName
  readonly onReport: () => void
  readonly onUndo: () => void
  readonly onForget: () => void
}

const tones = { plain: 'text-ink-2', warn: 'text-warn', bad: 'text-bad', ok: 'text-ok' } as const

function HistoryRow({ transfer, placeName, onReport, onUndo, onForget }: HistoryRowProps) {
  const dates = useDateFormat()
  const { undo, endedMs } = transfer
  const note = noteOf(transfer)
  return (
    <li className="border-b border-line last:border-0">
      <div
        role="group"
        aria-label={groupName(transfer)}
        className="grid grid-cols-[7.5rem_minmax(0,1.3fr)_minmax(0,1.3fr)_13rem] items-center gap-x-3 px-3 py-1.5 tabular-nums hover:bg-row"
      >
        <span className="text-small text-ink-3">{endedMs === undefined ? '—' : dates.short(endedMs)}</span>
        <span className="min-w-0">
          <span className="block truncate" title={transfer.names.join(', ')}>
            {rowName(transfer)}
          </span>
          <span className={`block truncate text-small ${tones[note.tone]}`}>{countsText(transfer)}</span>
        </span>
        <span className="min-w-0">
          <span className="line-clamp-2 break-words text-ink-2" title={routeText(transfer, placeName)}>
            {routeText(transfer, placeName, { isShort: true })}
          </span>
          {undo?.can === false && (
            <span className="block truncate text-small text-ink-3" title={undo.why}>
              {text('history.cant-undo', { why: undo.why })}
            </span>
          )}
        </span>
        <span className="flex justify-end gap-1.5">
          {undo?.can === true && (
            <button type="button" className="btn" onClick={onUndo}>
              {text('transfers.undo')}
            </button>
          )}
          <button type="button" className="btn" onClick={onReport}>
            {text('transfers.report')}
          </button>
          <button type="button" className="btn" onClick={onForget}>
            {text('history.forget')}
          </button>
        </span>
      </div>
    </li>
  )
}
