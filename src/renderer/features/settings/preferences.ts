import { createStore, type StoreApi } from 'zustand/vanilla'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** What the user prefers, in every pane. */
export interface Preferences {
  readonly theme: Theme
  readonly showHidden: boolean
  /** Ask before something goes to the trash; what can't be brought back is always asked about. */
  readonly confirmTrash: boolean
}

export const defaultPreferences: Preferences = { theme: 'system', showHidden: false, confirmTrash: true }

export function createPreferences(): StoreApi<Preferences> {
  return createStore<Preferences>(() => defaultPreferences)
}
