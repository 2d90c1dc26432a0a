import type { DialogState } from '../../commands/window-state.ts'
import { CompressDialog } from '../../features/archives/compress-dialog.tsx'
import { startTransfer } from '../../features/transfers/transfers-store.ts'
import type { WindowModel } from '../compose.ts'

export interface WindowCompressProps {
  readonly model: WindowModel
  readonly frame: { readonly onClose: () => void; readonly returnFocus: () => HTMLElement | null }
  readonly dialog: Extract<DialogState, { readonly kind: 'compress' }>
}

export function WindowCompress({ model, frame, dialog: { sources, places } }: WindowCompressProps) {
  const shown = { ...frame, client: model.link.client, sources, places }
  return <CompressDialog {...shown} onStart={(request) => void startTransfer(model.transfers, request)} />
}
