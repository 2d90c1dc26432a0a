import type { Contract } from '../../contract/contract.ts'
import { StorageError } from '../../contract/failure.ts'
import type { SettingsKeeper } from '../../core/settings/settings.ts'
import type { Handlers } from '../../rpc/server.ts'
import type { HostDeps } from '../host.ts'
import type { SettingsStore } from '../settings-store.ts'
import { said } from '../../contract/sentences/said.ts'

export function settingsHandlers(
  store: SettingsStore,
  keeper: SettingsKeeper,
  { desktop }: Pick<HostDeps, 'desktop'>,
): Handlers<Contract>['settings'] {
  return {
    async read({ name }) {
      const value = await store.read(name)
      return value === undefined ? {} : { value }
    },
    async write({ name, value }) {
      await store.write(name, value)
      return {}
    },
    get: async () => keeper.get(),
    watch: (_, { signal }) => keeper.changes({ signal }),
    change: async ({ changes }) => keeper.change(changes),
    async openFile() {
      if (!desktop) {
        throw new StorageError({ kind: 'unsupported', ...said('desktop.none'), operation: 'settings.openFile' })
      }
      const { path } = await keeper.change({}) // This creates the file if it does not exist.
      await desktop.openPath(path)
      return {}
    },
  }
}
