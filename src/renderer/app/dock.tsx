import { useCallback, useMemo } from 'react'
import { useStore } from 'zustand'
import type { Transfer } from '../../contract/transfer.ts'
import { TransfersDock } from '../features/transfers/transfers-dock.tsx'
import { hideEnded } from '../features/transfers/transfers-store.ts'
import { UploadRow } from '../features/transfers/upload-row.tsx'
import { removeEnded } from '../features/transfers/uploads-store.ts'
import { findMount, mountLabel } from '../features/mounts/mounts-store.ts'
import type { WindowModel } from './compose.ts'

/** The transfers at the foot of the window. */
export function Dock({ model }: { readonly model: WindowModel }) {
  const { window, transfers, uploads } = model
  const dockPx = useStore(window, (state) => state.dockPx)
  const said = useStore(window, (state) => state.said)
  const sent = useStore(uploads.state, (state) => state.uploads)
  const mounts = useStore(model.mounts.state)
  const placeName = useMemo(() => (name: string) => mountLabel(findMount(mounts, name), name), [mounts])
  // rows are drawn anew only when their transfer changed
  const onReport = useCallback(
    (transfer: Transfer) => window.setState({ dialog: { kind: 'report', transfer } }),
    [window],
  )
  const onConflict = useCallback(
    (id: number, item?: number) =>
      window.setState({ dialog: { kind: 'conflict', id, ...(item !== undefined && { item }) } }),
    [window],
  )
  const rows = sent.map((upload) => (
    <UploadRow
      key={upload.id}
      uploads={uploads}
      upload={upload}
      placeName={placeName}
      onConflict={(id) => window.setState({ dialog: { kind: 'upload-conflict', id } })}
    />
  ))
  return (
    <TransfersDock
      transfers={transfers}
      placeName={placeName}
      heightPx={dockPx}
      onHeight={(next) => window.setState({ dockPx: next })}
      onHistory={() => window.setState({ dialog: { kind: 'history' } })}
      onReport={onReport}
      onConflict={onConflict}
      sent={sent}
      uploads={rows.length > 0 && rows}
      onClear={() => {
        hideEnded(transfers)
        removeEnded(uploads)
      }}
      said={said}
    />
  )
}
