import { useCallback, useMemo } from 'react'
import { useStore } from 'zustand'
import type { Transfer } from '../../../contract/transfer.ts'
import { TransfersDock } from '../../features/transfers/dock/transfers-dock.tsx'
import { placeName as placeNameIn } from '../../features/mounts/mounts-store.ts'
import type { WindowModel } from '../compose.ts'

/** The transfers at the bottom of the window. */
export function Dock({ model }: { readonly model: WindowModel }) {
  const { window, transfers } = model
  const dockPx = useStore(window, (state) => state.dockPx)
  const said = useStore(window, (state) => state.said)
  const mounts = useStore(model.mounts.state)
  const placeName = useMemo(() => (name: string) => placeNameIn(mounts, name), [mounts])
  // Stable callbacks, so that a row is rendered again only when its transfer changes.
  const onReport = useCallback(
    (transfer: Transfer) => window.setState({ dialog: { kind: 'report', transfer } }),
    [window],
  )
  const onConflict = useCallback(
    (id: number, item?: number) =>
      window.setState({ dialog: { kind: 'conflict', id, ...(item !== undefined && { item }) } }),
    [window],
  )
  return (
    <TransfersDock
      transfers={transfers}
      placeName={placeName}
      heightPx={dockPx}
      onHeight={(next) => window.setState({ dockPx: next })}
      onHistory={() => window.setState({ dialog: { kind: 'history' } })}
      onReport={onReport}
      onConflict={onConflict}
      said={said}
    />
  )
}
