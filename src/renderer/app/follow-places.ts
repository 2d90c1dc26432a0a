import { isPast, type Location } from '../../contract/location.ts'
import { currentTab } from '../features/pane/pane.ts'
import { isSamePlace, visited } from '../features/places/places.ts'
import type { WindowModel } from './compose.ts'

/** A folder that the user leaves sooner is not remembered. */
const stayMs = 1000

/** Remembers the shown folders if the preferences allow it, and loads changes made by other windows. */
export function followPlaces({ places, panes, preferences, mounts }: WindowModel): void {
  const load = () => void places.load().catch(() => {}) // If reading fails now, it is repeated the next time.
  load()
  addEventListener('focus', load)
  for (const pane of Object.values(panes)) {
    let shown: Location | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    pane.state.subscribe(() => {
      const { location } = currentTab(pane)
      if (shown && isSamePlace(shown, location)) return
      shown = location
      clearTimeout(timer)
      if (isPast(location)) return
      timer = setTimeout(() => {
        const list = mounts.state.getState()
        const isListed = list.kind === 'ready' && list.mounts.some(({ name }) => name === location.mount)
        if (!isListed || !preferences.getState().rememberPlaces) return
        // The next visited folder is saved together with this one.
        places.change((now) => visited(now, location)).catch(() => {})
      }, stayMs)
    })
  }
}
