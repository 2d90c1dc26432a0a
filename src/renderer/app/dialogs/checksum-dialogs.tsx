import type { ChecksumDialogState } from '../../commands/window-state.ts'
import { ChecksumsDialog } from '../../features/checksums/checksums-dialog.tsx'
import { VerifyDialog } from '../../features/checksums/verify-dialog.tsx'
import { refreshFolders } from '../actions/undoable.ts'
import type { WindowModel } from '../compose.ts'

interface ChecksumDialogsProps {
  readonly model: WindowModel
  readonly dialog: ChecksumDialogState
  readonly frame: { readonly returnFocus: () => HTMLElement | null; readonly onClose: () => void }
}

/** The dialogs for computing checksums and for verifying a checksum file. */
export function ChecksumDialogs({ model, dialog, frame }: ChecksumDialogsProps) {
  const { client } = model.link
  if (dialog.kind === 'verify-checksums') return <VerifyDialog {...frame} client={client} file={dialog.file} />
  const { locations, saveIn } = dialog
  return (
    <ChecksumsDialog
      {...frame}
      client={client}
      locations={locations}
      saveIn={saveIn}
      onSaved={() => saveIn && refreshFolders(model, [saveIn])}
    />
  )
}
