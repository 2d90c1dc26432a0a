/** Portolan's settings: one file that users and programs change. It is watched while there are listeners. */
import { type SettingsState } from '../../contract/api/settings.ts'
import { createChangeSignal } from '../../lib/flow/change-signal.ts'
import { watchFiles } from '../files/watch-files.ts'
import { changeSettingsFile, type SettingChanges } from './change-settings-file.ts'
import { readSettingsFile, settingsFileName } from './settings-file.ts'

export interface SettingsKeeper {
  get(): Promise<SettingsState>
  /** Yields the content of the file now and after each change. While the file can't be read, the last values stay. */
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
    // The user may be in the middle of editing it.
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
