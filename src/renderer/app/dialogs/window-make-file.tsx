import type { DialogState } from '../../commands/window-state.ts'
import { MakeFileDialog } from '../../features/made/make-file-dialog.tsx'
import { startTransfer } from '../../features/transfers/transfers-store.ts'
import type { WindowModel } from '../compose.ts'

export interface WindowMakeFileProps {
  readonly model: WindowModel
  readonly frame: { readonly onClose: () => void; readonly returnFocus: () => HTMLElement | null }
  readonly dialog: Extract<DialogState, { readonly kind: 'make-file' }>
}

export function WindowMakeFile({ model, frame, dialog: { make, places } }: WindowMakeFileProps) {
  const shown = { ...frame, client: model.link.client, make, places }
  return <MakeFileDialog {...shown} onStart={(request) => void startTransfer(model.transfers, request)} />
}
