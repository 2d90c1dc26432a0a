import type { MountsState } from '../features/mounts/mounts-store.ts'
import { findMount, openMount } from '../features/mounts/mounts-store.ts'
import { resumePane } from '../features/pane/navigate.ts'
import { currentTab } from '../features/pane/pane.ts'
import type { WindowModel } from './compose.ts'

/** When an unresponsive mount answers again, refreshes the panes that show it. */
export function resumeWithMounts({ mounts, panes }: WindowModel): void {
  mounts.state.subscribe((now, before) => {
    for (const pane of Object.values(panes)) {
      const { mount } = currentTab(pane).location
      if (!isResting(before, mount) || isResting(now, mount) || !findMount(now, mount)) continue
      void openMount(mounts, mount)
      resumePane(pane)
    }
  })
}

function isResting(state: MountsState, name: string): boolean {
  return findMount(state, name)?.health?.state === 'open'
}
