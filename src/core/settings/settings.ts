/** The settings of Portolan: one file that people and programs change, and that is followed while somebody listens. */
import { type SettingsState } from '../../contract/api/settings.ts'
import { createChangeSignal } from '../../lib/flow/change-signal.ts'
import { watchFiles } from '../files/watch-files.ts'
import { changeSettingsFile, type SettingChanges } from './change-settings-file.ts'
import { readSettingsFile, settingsFileName } from './settings-file.ts'

export interface SettingsKeeper {
  get(): Promise<SettingsState>
  /** What the file says now, and again whenever it changed. While it can't be read, what it said last stays. */
  changes(options: { readonly signal: AbortSignal }): AsyncGenerator<SettingsState>
  /** See `settings.change` of the contract. */
  change(changes: SettingChanges): Promise<SettingsState>
  close(): void
}

export function createSettingsKeeper(folder: string): SettingsKeeper {
  const signal = createChangeSignal()
  let watcher: { close(): void } | undefined
  let known: SettingsState['values'] = {}

  async function get(): Promise<SettingsState> {
    const { document, path, values, problems } = await readSettingsFile(folder)
    // somebody is in the middle of editing it
    if (document) known = values
    return { path, values: known, problems: [...problems] }
  }

  return {
    get,
    async *changes(options) {
      watcher ??= watchFiles(folder, [settingsFileName], () => signal.emit())
      let told = ''
      for await (const _ of signal.occasions(options.signal)) {
        const state = await get()
        const next = JSON.stringify(state)
        if (next !== told) yield state
        told = next
      }
    },
    async change(changes) {
      await changeSettingsFile(folder, changes)
      signal.emit()
      return get()
    },
    close: () => watcher?.close(),
  }
}
