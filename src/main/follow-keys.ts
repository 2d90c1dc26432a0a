import { commandIds, commandList } from '../contract/command-list.ts'
import { createKeymap } from '../contract/settings/keymap.ts'
import { readSettings } from '../contract/settings/settings.ts'
import { createSettingsKeeper } from '../core/settings/settings.ts'
import type { MenuCommands } from './menu.ts'

/** Calls `onKeys` with the commands and their keys from the settings, now and after each change. */
export function followKeys(configFolder: string, onKeys: (commands: MenuCommands) => void): { close(): void } {
  const keeper = createSettingsKeeper(configFolder)
  const leaving = new AbortController()
  async function follow() {
    for await (const { values } of keeper.changes({ signal: leaving.signal })) {
      const keymap = createKeymap(readSettings(values))
      onKeys(
        Object.fromEntries(
          commandIds.map((id) => {
            const { title, menu } = commandList[id]
            return [id, { title, menu, keys: keymap.keysOf(id) }]
          }),
        ),
      )
    }
  }
  // The menu keeps its keys; the window reports problems of the file.
  follow().catch(() => {})
  return {
    close() {
      leaving.abort()
      keeper.close()
    },
  }
}
