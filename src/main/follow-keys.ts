import { commandIds, commandList } from '../contract/command-list.ts'
import { createKeymap } from '../contract/settings/keymap.ts'
import { readSettings } from '../contract/settings/settings.ts'
import { createSettingsKeeper } from '../core/settings/settings.ts'
import type { MenuCommands } from './menu.ts'

/** Tells the commands with the keys that the settings give them, now and whenever these change. */
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
  // the menu keeps the keys it shows; the window says what is wrong with the file
  follow().catch(() => {})
  return {
    close() {
      leaving.abort()
      keeper.close()
    },
  }
}
