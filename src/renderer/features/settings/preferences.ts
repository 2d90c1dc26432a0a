import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SettingsState } from '../../../contract/api/settings.ts'
import type { Contract } from '../../../contract/contract.ts'
import { failureOf } from '../../../contract/failure.ts'
import { readSettings, type SettingKey, type Settings, standardSettings } from '../../../contract/settings/settings.ts'
import type { Client } from '../../../rpc/client.ts'
import { text } from '../../strings/text.ts'

/** The user's preferences for every pane and window: the content of the settings file. */
export type Preferences = Settings

/** Null resets a setting to its default. */
export type PreferenceChanges = { readonly [Key in SettingKey]?: Settings[Key] | null }

export interface PreferenceStore extends StoreApi<Preferences> {
  /**
   * Applies changes at once and then writes them to the settings file. If the file cannot be written, the changes are
   * undone.
   */
  readonly change: (changes: PreferenceChanges) => void
  /** Applies the state of the settings file, and reports each problem in it once. */
  readonly follow: (state: SettingsState) => void
}

export interface PreferenceDeps {
  /** Throws `disconnected` without a connection to the host. */
  readonly client: () => Client<Contract>
  readonly onProblem: (message: string) => void
  /** Used until the host has sent the content of the file. */
  readonly first?: Preferences
}

export function createPreferences({ client, onProblem, first = standardSettings }: PreferenceDeps): PreferenceStore {
  const store = createStore<Preferences>(() => first)
  const said = new Set<string>()
  let fromFile: SettingsState['values'] = {}
  /** Changes that are being written. They take precedence over the last known content of the file. */
  let pending: readonly PreferenceChanges[] = []
  let lastSent: Promise<unknown> = Promise.resolve()

  const show = () => store.setState(readSettings(Object.assign({}, fromFile, ...pending)), true)
  const take = (state: SettingsState) => {
    fromFile = state.values
    show()
  }

  async function send(changes: PreferenceChanges) {
    let state: SettingsState | undefined
    try {
      state = await client().settings.change({ changes: changes as Record<string, never> })
    } catch (error) {
      onProblem(failureOf(error, 'settings.change').message)
    }
    pending = pending.filter((each) => each !== changes)
    if (state) take(state)
    else show()
  }

  return {
    ...store,
    change(changes) {
      pending = [...pending, changes]
      show()
      lastSent = lastSent.then(() => send(changes))
    },
    follow(state) {
      take(state)
      for (const { line, message } of state.problems) {
        const where = line === undefined ? text('settings.in-file') : text('settings.in-line', { line })
        const sentence = `${where} ${message}`
        if (!said.has(sentence)) onProblem(sentence)
        said.add(sentence)
      }
      // A problem that was fixed and then reappears is reported again.
      if (state.problems.length === 0) said.clear()
    },
  }
}

/** Follows the settings file until the connection is lost. */
export async function followPreferences({ follow }: PreferenceStore, client: () => Client<Contract>): Promise<void> {
  for await (const state of client().settings.watch({})) follow(state)
}
