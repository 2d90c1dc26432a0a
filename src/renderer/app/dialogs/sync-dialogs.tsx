import { say, type SyncDialogState } from '../../commands/window-state.ts'
import { canWriteTo, mountColor } from '../../features/mounts/mounts-store.ts'
import type { CompareDialogProps } from '../../features/sync/compare/compare-dialog.tsx'
import { placeText } from '../../features/transfers/transfer-text.ts'
import { CompareDialog as FilesDialog } from '../../features/versions/compare/compare-dialog.tsx'
import { text } from '../../strings/text.ts'
import { later } from '../../ui/later.tsx'
import { placeLabel } from '../actions/go-to-typed.ts'
import type { WindowModel } from '../compose.ts'

const FoldersDialog = later<CompareDialogProps>(
  async () => (await import('../../features/sync/compare/compare-dialog.tsx')).CompareDialog,
)

export interface SyncDialogsProps {
  readonly model: WindowModel
  readonly dialog: SyncDialogState
  readonly frame: { readonly returnFocus: () => HTMLElement | null; readonly onClose: () => void }
}

/** Two folders beside each other; two of their files are shown over them. */
export function SyncDialogs({ model, dialog, frame }: SyncDialogsProps) {
  const { client } = model.link
  return (
    <FoldersDialog
      {...frame}
      client={client}
      left={dialog.left}
      right={dialog.right}
      lookOf={(place) => ({
        label: placeText(place, (mount) => placeLabel(model, mount)),
        color: mountColor(model.mounts.state.getState(), place.mount),
        isReadOnly: !canWriteTo(model.mounts.state.getState(), place.mount),
      })}
      renderPair={(pair) => (
        <FilesDialog
          {...pair}
          client={client}
          contents={model.contents}
          canWrite={false}
          onSave={() => {}}
          onRestore={() => {}}
        />
      )}
      onStarted={({ transfer }) => transfer === undefined && say(model.window, text('sync.nothing-done'))}
    />
  )
}
