import type { StoreApi } from 'zustand/vanilla'
import type { HostLink } from '../../client.ts'
import type { WindowState } from '../../commands/window-state.ts'
import { overallProgress } from '../../features/transfers/dock/overall-progress.ts'
import { activeTransfers } from '../../features/transfers/transfers-state.ts'
import type { Transfers } from '../../features/transfers/transfers-store.ts'

export interface ShowProgressDeps {
  readonly transfers: Transfers
  readonly window: StoreApi<WindowState>
  readonly link: HostLink
}

/** Shows the progress of all transfers in the taskbar of the desktop, whenever the percentage changes. */
export function showProgressOf({ transfers, window, link }: ShowProgressDeps): void {
  let shown = JSON.stringify(overallProgress([]))
  transfers.state.subscribe((state) => {
    if (!window.getState().about?.abilities.includes('desktop')) return
    const progress = overallProgress(activeTransfers(state))
    const next = JSON.stringify(progress)
    if (next === shown) return
    shown = next
    const show = async () => link.client().host.showProgress(progress)
    show().catch(() => (shown = '')) // The connection is lost; the next change sends the progress again.
  })
}
