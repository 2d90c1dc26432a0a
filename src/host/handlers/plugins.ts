import { mkdir } from 'node:fs/promises'
import type { Contract } from '../../contract/contract.ts'
import { StorageError } from '../../contract/failure.ts'
import type { Mounts } from '../../core/mounts/mounts.ts'
import type { Handlers } from '../../rpc/server.ts'
import type { HostDeps } from '../host.ts'
import type { Plugins } from '../plugins/plugins.ts'
import { said } from '../../contract/sentences/said.ts'

export function pluginsHandlers(
  plugins: Plugins,
  mounts: Mounts,
  { desktop }: Pick<HostDeps, 'desktop'>,
): Handlers<Contract>['plugins'] {
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
    async openFolder() {
      if (!desktop) {
        throw new StorageError({ kind: 'unsupported', ...said('desktop.none'), operation: 'plugins.openFolder' })
      }
      const { folder } = await plugins.list()
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await desktop.openPath(folder)
      return {}
    },
  }
}
