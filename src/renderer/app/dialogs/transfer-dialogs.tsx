import { assertNever } from '../../../lib/assert-never.ts'
import type { TransferDialogState } from '../../commands/window-state.ts'
import { canWriteTo, findMount } from '../../features/mounts/mounts-store.ts'
import { type CopyChoice, firstChoice } from '../../features/transfers/dialogs/copy-choice.ts'
import { CopyDialog } from '../../features/transfers/dialogs/copy-dialog.tsx'
import { HistoryDialog } from '../../features/transfers/dialogs/history-dialog.tsx'
import { ontoItself } from '../../features/transfers/dialogs/onto-itself.ts'
import { OntoItselfDialog } from '../../features/transfers/dialogs/onto-itself-dialog.tsx'
import { ReportDialog } from '../../features/transfers/dialogs/report-dialog.tsx'
import { TransferConflictDialog } from '../../features/transfers/dialogs/transfer-conflict-dialog.tsx'
import type { WindowModel } from '../compose.ts'
import { placeLabel } from '../actions/go-to-typed.ts'

/** Files with the same bytes are skipped, and replaced files stay as versions. */
const restoreChoice: CopyChoice = {
  ...firstChoice,
  skip: 'hash',
  conflictKept: 'overwrite',
  conflictElsewhere: 'overwrite',
}

interface Frame {
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

export interface TransferDialogProps {
  readonly model: WindowModel
  readonly dialog: TransferDialogState
  readonly frame: Frame
}

/** Renders the dialogs about copying and moving. */
export function TransferDialog({ model, dialog, frame }: TransferDialogProps) {
  const { transfers } = model
  const placeName = (mount: string) => placeLabel(model, mount)
  switch (dialog.kind) {
    case 'transfer': {
      const mounts = model.mounts.state.getState()
      const { into, move: isMove, dropped, isRestore = false } = dialog
      const found = ontoItself(dialog.sources, into)
      const sources = dialog.sources.map(({ location }) => location)
      if (found) return <OntoItselfDialog {...frame} {...{ transfers, found, isMove, sources, into }} />
      return (
        <CopyDialog
          {...frame}
          {...{ transfers, placeName, isMove, isRestore, into }}
          sources={dialog.sources}
          keepsVersions={findMount(mounts, into.mount)?.capabilities?.keepsVersions === true}
          leavesVersions={sources.some(({ mount }) => leavesVersions(model, mount, into.mount))}
          canMove={!dropped && sources.every(({ mount }) => canWriteTo(mounts, mount))}
          {...(dropped && { command: dropped.command, onLeave: () => model.dropped.release(dropped.mount) })}
          choice={isRestore ? restoreChoice : model.window.getState().copyChoice}
          onChoice={(copyChoice) => isRestore || model.window.setState({ copyChoice })}
          isAsking={dialog.isAsking ?? false}
          at={dialog.at}
        />
      )
    }
    case 'conflict':
      return (
        <TransferConflictDialog
          {...frame}
          transfers={transfers}
          placeName={placeName}
          id={dialog.id}
          {...(dialog.item !== undefined && { item: dialog.item })}
        />
      )
    case 'report': {
      const { transfer, from } = dialog
      return (
        <ReportDialog
          {...frame}
          transfers={transfers}
          transfer={transfer}
          placeName={placeName}
          onClose={from ? () => model.window.setState({ dialog: from }) : frame.onClose}
        />
      )
    }
    case 'history':
      return (
        <HistoryDialog
          {...frame}
          transfers={transfers}
          placeName={placeName}
          search={dialog.search ?? ''}
          onReport={(transfer, search) =>
            model.window.setState({ dialog: { kind: 'report', transfer, from: { kind: 'history', search } } })
          }
        />
      )
    default:
      return assertNever(dialog)
  }
}

/**
 * Tells whether a move leaves the versions of a file at the old location. The versions move along only within a mount
 * that can rename.
 */
function leavesVersions(model: WindowModel, from: string, to: string): boolean {
  const { capabilities } = findMount(model.mounts.state.getState(), from) ?? {}
  if (capabilities?.keepsVersions !== true) return false
  return from !== to || !capabilities.facets.includes('rename')
}
