import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SettingsState } from '../../../contract/api/settings.ts'
import type { Contract } from '../../../contract/contract.ts'
import { failureOf } from '../../../contract/failure.ts'
import { readSettings, type SettingKey, type Settings, standardSettings } from '../../../contract/settings/settings.ts'
import type { Client } from '../../../rpc/client.ts'
import { text } from '../../strings/text.ts'

/** What the user prefers, in every pane and every window: what the settings file says. */
export type Preferences = Settings

/** Null takes a setting back to its standard. */
export type PreferenceChanges = { readonly [Key in SettingKey]?: Settings[Key] | null }

export interface PreferenceStore extends StoreApi<Preferences> {
  /** Takes effect at once, and in the settings file as soon as that is written; where it can't be, it is taken back. */
  readonly change: (changes: PreferenceChanges) => void
  /** Takes over what the settings file says, and says once what is wrong in it. */
  readonly follow: (state: SettingsState) => void
}

export interface PreferenceDeps {
  /** Throws `disconnected` without a line to the host. */
  readonly client: () => Client<Contract>
  readonly onProblem: (message: string) => void
  /** Until the host has said what the file says. */
  readonly first?: Preferences
}

export function createPreferences({ client, onProblem, first = standardSettings }: PreferenceDeps): PreferenceStore {
  const store = createStore<Preferences>(() => first)
  const said = new Set<string>()
  let fromFile: SettingsState['values'] = {}
  /** On their way to the file: they count more than what it said before. */
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
      // what was put right and is wrong again is said again
      if (state.problems.length === 0) said.clear()
    },
  }
}

/** Follows the settings file until the line is lost. */
export async function followPreferences({ follow }: PreferenceStore, client: () => Client<Contract>): Promise<void> {
  for await (const state of client().settings.watch({})) follow(state)
}
