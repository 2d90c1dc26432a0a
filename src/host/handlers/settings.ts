import type { Contract } from '../../contract/contract.ts'
import type { Handlers } from '../../rpc/server.ts'
import type { SettingsStore } from '../settings-store.ts'

export function settingsHandlers(store: SettingsStore): Handlers<Contract>['settings'] {
  return {
    async read({ name }) {
      const value = await store.read(name)
      return value === undefined ? {} : { value }
    },
    async write({ name, value }) {
      await store.write(name, value)
      return {}
    },
  }
}
