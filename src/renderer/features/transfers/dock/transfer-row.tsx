import {
  ChevronDown,
  ChevronRight,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleSlash,
  MoveRight,
  Trash2,
  TriangleAlert,
} from 'lucide-react'
import { type KeyboardEvent, memo } from 'react'
import { baseName } from '../../../../contract/location.ts'
import type { Item, Transfer } from '../../../../contract/transfer.ts'
import { text } from '../../../strings/text.ts'
import { countsText } from '../counts-text.ts'
import { InlineAnswer } from './inline-answer.tsx'
import { ProgressBar } from './progress-bar.tsx'
import { TransferButtons } from './transfer-buttons.tsx'
import { TransferItems } from './transfer-items.tsx'
import {
  groupName,
  noteOf,
  percentOf,
  type PlaceName,
  progressParts,
  progressText,
  rateText,
  routeText,
  rowName,
  troubleText,
} from '../transfer-text.ts'
import { moveTurn, toggleItems, type Transfers } from '../transfers-store.ts'
import { useNow } from '../../../ui/hooks/use-now.ts'

export interface TransferRowProps {
  readonly transfers: Transfers
  readonly transfer: Transfer
  /** The first item of the transfer that waits for an answer. */
  readonly question: Item | undefined
  readonly isOpen: boolean
  readonly placeName: PlaceName
  readonly onReport: (transfer: Transfer) => void
  readonly onConflict: (id: number, item?: number) => void
}

const tones = { plain: '', warn: 'text-warn', bad: 'text-bad', ok: 'text-ok' } as const

/**
 * One transfer: its name, its route, its progress and open questions. Alt with an arrow key moves it up or down in the
 * queue.
 */
export const TransferRow = memo(function TransferRow(props: TransferRowProps) {
  const { transfers, transfer, question, isOpen, placeName, onReport, onConflict } = props
  const nowMs = useNow(transfer.waitsFor !== undefined)
  const isEnded = transfer.state === 'ended'
  const isAsking = !isEnded && transfer.counts.asking > 0 && question !== undefined
  const note = noteOf(transfer)
  const percent = percentOf(transfer)
  const inWords = progressText(transfer)
  const trouble = troubleText(transfer, placeName, nowMs)
  const said = isAsking ? questionText(question, transfer) : trouble
  const route = said || routeText(transfer, placeName, { isShort: true })
  const fullRoute = routeText(transfer, placeName)

  function onKeyDown(event: KeyboardEvent) {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    void moveTurn(transfers, transfer.id, event.key === 'ArrowUp' ? -1 : 1)
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the buttons in it
    <div
      role="group"
      aria-label={groupName(transfer)}
      className="transfer-row"
      data-transfer={transfer.id}
      onKeyDown={onKeyDown}
    >
      <div className="relative">
        <div className="transfer-line">
          <ItemsToggle transfer={transfer} isOpen={isOpen} onToggle={() => toggleItems(transfers, transfer.id)} />
          <span className="truncate text-ink" title={transfer.names.join(', ')}>
            {rowName(transfer)}
          </span>
          <span
            className={`transfer-route truncate ${trouble !== '' && !isAsking ? 'text-warn' : ''}`}
            data-said={said !== ''}
            title={said === '' ? fullRoute : `${said}\n${fullRoute}`}
          >
            {route}
          </span>
          {isEnded ? (
            <span className="col-span-3 truncate">{countsText(transfer)}</span>
          ) : (
            <Standing
              transfers={transfers}
              transfer={transfer}
              question={isAsking ? question : undefined}
              onChoose={() => onConflict(transfer.id)}
            />
          )}
          <span className={`transfer-note truncate ${tones[note.tone]}`}>{note.text}</span>
        </div>
        {(isAsking || isEnded) && (
          <div className="sr-only">
            <ProgressBar {...progressParts(transfer)} percent={percent} inWords={inWords} />
          </div>
        )}
        <TransferButtons transfers={transfers} transfer={transfer} onReport={onReport} />
      </div>
      {isOpen && (
        <TransferItems transfers={transfers} transfer={transfer} onConflict={(item) => onConflict(transfer.id, item)} />
      )}
    </div>
  )
})

interface StandingProps {
  readonly transfers: Transfers
  readonly transfer: Transfer
  /** The item that waits for an answer, if there is one. */
  readonly question: Item | undefined
  readonly onChoose: () => void
}

/** Shows the progress of an active transfer, or its open question. */
function Standing({ transfers, transfer, question, onChoose }: StandingProps) {
  const isSingle = transfer.counts.total <= 1
  const percent = percentOf(transfer)
  const inWords = progressText(transfer)
  return (
    <>
      {question ? (
        <InlineAnswer transfers={transfers} id={transfer.id} item={question} isShort={!isSingle} onChoose={onChoose} />
      ) : (
        <ProgressBar {...progressParts(transfer)} percent={percent} inWords={inWords} />
      )}
      {!(question && isSingle) && (
        <>
          <span className="transfer-percent" title={inWords}>
            {percent === undefined ? '…' : text('transfers.percent', { n: percent })}
          </span>
          <span className="transfer-rate truncate" title={inWords}>
            {rateText(transfer)}
          </span>
        </>
      )}
    </>
  )
}

/** Returns the question, with the name of the item if the row does not show it. */
function questionText({ from, question }: Item, { names, sourceCount }: Transfer): string {
  const name = baseName(from.path)
  const message = question?.message ?? ''
  const isNamed = sourceCount === 1 && names[0] === name
  return isNamed || message.includes(name) ? message : text('transfers.asks-of', { name, message })
}

interface ItemsToggleProps {
  readonly transfer: Transfer
  readonly isOpen: boolean
  readonly onToggle: () => void
}

/** The icon for the state of the transfer. Pressing it shows or hides its items. */
function ItemsToggle({ transfer, isOpen, onToggle }: ItemsToggleProps) {
  const { icon: Icon, color } = signOf(transfer)
  const Chevron = isOpen ? ChevronDown : ChevronRight
  return (
    <button
      type="button"
      className="group/toggle grid size-5 place-items-center rounded-md hover:bg-line"
      aria-label={text('transfers.show-items')}
      aria-expanded={isOpen}
      title={text('transfers.show-items')}
      onClick={onToggle}
    >
      <Icon
        aria-hidden
        className={`size-3.5 group-hover/toggle:hidden group-focus-visible/toggle:hidden ${isOpen ? 'hidden' : ''} ${color}`}
      />
      <Chevron
        aria-hidden
        className={`size-3.5 group-hover/toggle:block group-focus-visible/toggle:block ${isOpen ? '' : 'hidden'}`}
      />
    </button>
  )
}

function signOf({ state, counts, verb, isCancelled, problem }: Transfer) {
  if (state === 'ended') {
    if (counts.failed > 0) return { icon: TriangleAlert, color: 'text-bad' }
    return isCancelled ? { icon: CircleSlash, color: 'text-ink-3' } : { icon: CircleCheck, color: 'text-ok' }
  }
  if (counts.asking > 0) return { icon: CircleAlert, color: 'text-warn' }
  if (problem) return { icon: TriangleAlert, color: 'text-bad' }
  if (state === 'paused') return { icon: CirclePause, color: 'text-ink-3' }
  if (state === 'waiting') return { icon: CircleDashed, color: 'text-ink-3' }
  return { icon: verb === 'delete' ? Trash2 : MoveRight, color: 'text-sea' }
}
