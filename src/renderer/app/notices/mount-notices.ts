import type { StoreApi } from 'zustand/vanilla'
import { say, type WindowState } from '../../commands/window-state.ts'
import type { Mounts } from '../../features/mounts/mounts-store.ts'

/** Reports each problem with opening a mount once. */
export function sayMountNotices({ state }: Mounts, window: StoreApi<WindowState>): void {
  const said = new Set<string>()
  function sayNew() {
    const now = state.getState()
    if (now.kind !== 'ready') return
    for (const { capabilities, label, name } of now.mounts) {
      const { notice } = capabilities ?? {}
      if (notice === undefined || said.has(notice)) continue
      said.add(notice)
      say(window, `${label ?? name}: ${notice}`, { isProblem: true })
    }
  }
  state.subscribe(sayNew)
  sayNew()
}
