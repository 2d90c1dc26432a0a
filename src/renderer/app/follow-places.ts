import { isPast, type Location } from '../../contract/location.ts'
import { currentTab } from '../features/pane/pane.ts'
import { isSamePlace, visited } from '../features/places/places.ts'
import type { WindowModel } from './compose.ts'

/** A folder that is left again at once is not remembered. */
const stayMs = 1000

/** Remembers the folders that are shown, where the user wants that, and learns what other windows keep. */
export function followPlaces({ places, panes, preferences, mounts }: WindowModel): void {
  const load = () => void places.load().catch(() => {}) // what can't be read now is read the next time
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
        places.change((now) => visited(now, location)).catch(() => {}) // the next folder is remembered with it
      }, stayMs)
    })
  }
}
