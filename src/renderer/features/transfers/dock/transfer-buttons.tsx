import { ChevronDown, ChevronUp, FileText, Pause, Play, RotateCw, Undo2, X } from 'lucide-react'
import type { Transfer } from '../../../../contract/transfer.ts'
import { text } from '../../../strings/text.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { LimitsButton } from './limits-button.tsx'
import { act, hideTransfer, moveTurn, type Transfers, undoTransfer } from '../transfers-store.ts'

export interface TransferButtonsProps {
  readonly transfers: Transfers
  readonly transfer: Transfer
  readonly onReport: (transfer: Transfer) => void
}

/** The actions that are possible in the current state of a transfer. */
export function TransferButtons({ transfers, transfer, onReport }: TransferButtonsProps) {
  const { id, state, counts, undo } = transfer
  const isEnded = state === 'ended'
  const canPause = state === 'running' || state === 'waiting'
  return (
    <div className="transfer-buttons">
      {!isEnded && (
        // One button for both actions, so that the user can press it again.
        <IconButton
          label={text(canPause ? 'transfers.pause' : 'transfers.resume')}
          icon={canPause ? Pause : Play}
          onClick={() => void act(transfers, (calls) => (canPause ? calls.pause({ id }) : calls.resume({ id })))}
        />
      )}
      {!isEnded && (
        <>
          <IconButton
            label={text('transfers.earlier')}
            icon={ChevronUp}
            onClick={() => void moveTurn(transfers, id, -1)}
          />
          <IconButton
            label={text('transfers.later')}
            icon={ChevronDown}
            onClick={() => void moveTurn(transfers, id, 1)}
          />
          <LimitsButton transfers={transfers} id={id} limits={transfer.limits} />
        </>
      )}
      {counts.failed > 0 && (
        <IconButton
          label={text('transfers.retry-failed')}
          icon={RotateCw}
          onClick={() => void act(transfers, (calls) => calls.retryFailed({ id }))}
        />
      )}
      <IconButton label={text('transfers.report')} icon={FileText} onClick={() => onReport(transfer)} />
      {undo?.can === true && (
        <IconButton
          label={text('transfers.undo')}
          icon={Undo2}
          onClick={() => void undoTransfer(transfers, transfer)}
        />
      )}
      {isEnded ? (
        <IconButton label={text('transfers.remove')} icon={X} onClick={() => hideTransfer(transfers, id)} />
      ) : (
        <IconButton
          label={text('transfers.cancel')}
          icon={X}
          onClick={() => void act(transfers, (calls) => calls.cancel({ id }))}
        />
      )}
    </div>
  )
}
