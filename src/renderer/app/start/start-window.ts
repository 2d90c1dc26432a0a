import { createStore, type StoreApi } from 'zustand/vanilla'
import { followMounts } from '../../features/mounts/mounts-store.ts'
import { followPreferences } from '../../features/settings/preferences.ts'
import { fetchCode } from './fetch-code.ts'
import { ignoreLostLine } from '../ignore-lost-line.ts'
import type { OpenedWindow } from './open-window.ts'
import type { WindowParts } from './parts.ts'

/** The state of the window; `opened` is set when the host has sent the last state. */
export type StartState = StoreApi<{ readonly opened: OpenedWindow | undefined }>

/** Opens the window when the host answers, and refreshes it after each reconnection. */
export function startWindow(parts: WindowParts): StartState {
  const start: StartState = createStore(() => ({ opened: undefined }))
  const { link, mounts, preferences, window } = parts
  // The code of the window is loaded while the connection is established and the host answers.
  const code = fetchCode(() => import('./open-window.ts'))

  async function connected() {
    followMounts(mounts).catch(ignoreLostLine)
    followPreferences(preferences, link.client).catch(ignoreLostLine)
    const client = link.client()
    const asked = client.host.about({}).then((about) => window.setState({ about }))
    if (isTakenUp()) return asked
    const [{ openWindow }, { value: kept }, preferred, list] = await Promise.all([
      code,
      client.settings.read({ name: 'window' }),
      client.settings.get({}),
      client.mounts.list({}),
      asked,
    ])
    if (isTakenUp()) return undefined // A newer connection opened the window in the meantime.
    preferences.follow(preferred)
    mounts.state.setState({ kind: 'ready', ...list }, true)
    start.setState({ opened: await openWindow(parts, { kept, mounts: list.mounts }) })
    return undefined
  }

  function isTakenUp(): boolean {
    const { opened } = start.getState()
    opened?.takeUpAgain()
    return opened !== undefined
  }

  const onState = () => {
    if (link.state.getState().kind === 'connected') connected().catch(ignoreLostLine)
  }
  link.state.subscribe(onState)
  onState()
  return start
}
