import type { Contract } from '../../contract/contract.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import type { Handlers } from '../../rpc/server.ts'
import type { Plugins } from '../plugins/plugins.ts'

export function pluginsHandlers(plugins: Plugins, mounts: Mounts): Handlers<Contract>['plugins'] {
  return {
    async list() {
      const { folder, plugins: all } = await plugins.list()
      return { folder, plugins: [...all] }
    },
    async enable({ name }) {
      const plugin = await plugins.enable(name)
      await mounts.readAgain()
      return plugin
    },
    async disable({ name }) {
      const plugin = await plugins.disable(name)
      await mounts.readAgain()
      return plugin
    },
  }
}
