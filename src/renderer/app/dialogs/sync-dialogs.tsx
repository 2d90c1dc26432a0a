import { failureOf } from '../../../contract/failure.ts'
import type { Location } from '../../../contract/location.ts'
import type { SyncSettings } from '../../../contract/sync/plan.ts'
import { assertNever } from '../../../lib/assert-never.ts'
import { runCommand } from '../../commands/catalogue.ts'
import { say, type SyncDialogState } from '../../commands/window-state.ts'
import { canWriteTo, mountColor } from '../../features/mounts/mounts-store.ts'
import type { CompareDialogProps } from '../../features/sync/compare/compare-dialog.tsx'
import type { PairsDialogProps } from '../../features/sync/pairs/pairs-dialog.tsx'
import { placeText } from '../../features/transfers/transfer-text.ts'
import { CompareDialog as FilesDialog } from '../../features/versions/compare/compare-dialog.tsx'
import { text } from '../../strings/text.ts'
import { later } from '../../ui/later.tsx'
import { placeLabel } from '../actions/go-to-typed.ts'
import type { WindowModel } from '../compose.ts'

const FoldersDialog = later<CompareDialogProps>(
  async () => (await import('../../features/sync/compare/compare-dialog.tsx')).CompareDialog,
)

const PairsDialog = later<PairsDialogProps>(
  async () => (await import('../../features/sync/pairs/pairs-dialog.tsx')).PairsDialog,
)

export interface SyncDialogsProps {
  readonly model: WindowModel
  readonly dialog: SyncDialogState
  readonly frame: { readonly returnFocus: () => HTMLElement | null; readonly onClose: () => void }
}

/** The dialogs that compare two folders and that manage sync pairs. */
export function SyncDialogs({ model, dialog, frame }: SyncDialogsProps) {
  const { client } = model.link
  const placeName = (place: Location) => placeText(place, (mount) => placeLabel(model, mount))
  const show = (next: SyncDialogState) => model.window.setState({ dialog: next })
  switch (dialog.kind) {
    case 'compare-folders':
      return <ComparedFolders model={model} dialog={dialog} frame={frame} />
    case 'sync-pairs':
      return (
        <PairsDialog
          {...frame}
          client={client}
          state={model.pairs}
          first={dialog.first}
          placeName={placeName}
          onSee={(pair) => show({ kind: 'compare-folders', ...pair.settings, pair })}
          onCompare={() => void runCommand(model, 'sync.compare')}
          onReport={(transfer, { name }) => void showReport(model, transfer, name)}
        />
      )
    default:
      return assertNever(dialog)
  }
}

/** Shows the report of a pair's run. The queue may have forgotten an old transfer. */
async function showReport({ link, window }: WindowModel, id: number, pair: string): Promise<void> {
  try {
    const { transfers } = await link.client().transfers.history({ before: id + 1, limit: 1 })
    const [transfer] = transfers
    if (transfer?.id !== id) return say(window, text('sync-pairs.no-report'))
    window.setState({ dialog: { kind: 'report', transfer, from: { kind: 'sync-pairs', first: pair } } })
  } catch (error) {
    say(window, failureOf(error).message, { isProblem: true })
  }
}

interface ComparedProps {
  readonly model: WindowModel
  readonly dialog: Extract<SyncDialogState, { kind: 'compare-folders' }>
  readonly frame: SyncDialogsProps['frame']
}

/**
 * Compares two folders; a comparison of two files is shown over it. For a saved pair, starting the sync is one of its
 * runs, and closing returns to the pair.
 */
function ComparedFolders({ model, dialog, frame }: ComparedProps) {
  const { client } = model.link
  const { pair } = dialog
  const showPair = (name: string) => model.window.setState({ dialog: { kind: 'sync-pairs', first: name } })
  return (
    <FoldersDialog
      client={client}
      left={dialog.left}
      right={dialog.right}
      settings={pair?.settings}
      startAs={(settings, wish) =>
        pair && isSame(settings, pair.settings) ? client().pairs.run({ name: pair.name, ...wish }) : undefined
      }
      onSaved={(name) => {
        showPair(name)
        say(model.window, text('sync-pairs.saved', { name }))
      }}
      lookOf={(place) => ({
        label: placeText(place, (mount) => placeLabel(model, mount)),
        color: mountColor(model.mounts.state.getState(), place.mount),
        isReadOnly: !canWriteTo(model.mounts.state.getState(), place.mount),
      })}
      renderPair={(files) => (
        <FilesDialog
          {...files}
          client={client}
          contents={model.contents}
          canWrite={false}
          onSave={() => {}}
          onRestore={() => {}}
        />
      )}
      onStarted={({ transfer, run }) =>
        transfer === undefined && run === undefined && say(model.window, text('sync.nothing-done'))
      }
      returnFocus={frame.returnFocus}
      onClose={() => (pair ? showPair(pair.name) : frame.onClose())}
    />
  )
}

function isSame(a: SyncSettings, b: SyncSettings): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
